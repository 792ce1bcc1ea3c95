package io.freshet.server.retrieval.ingest;

/**
 * Whether a release could serve at once.
 *
 * @param stage how far its index is
 * @param items items in its index
 * @param itemsNeeded items that its index needs to take over
 */
public record ReleaseState(Stage stage, int items, int itemsNeeded) {
  /** No release of this name has been announced. */
  static final ReleaseState UNKNOWN = new ReleaseState(Stage.UNKNOWN, 0, 0);

  /** How far the index of a release is. */
  public enum Stage {
    /** Nobody has announced the release. */
    UNKNOWN,
    /** Being filled. */
    BUILDING,
    /** Caught up with its topic, and large enough. */
    COMPLETE
  }
}
