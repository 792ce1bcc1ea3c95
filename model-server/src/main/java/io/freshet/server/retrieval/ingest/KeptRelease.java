package io.freshet.server.retrieval.ingest;

/**
 * A release whose index is held.
 *
 * @param release its id
 * @param role what it is held for
 * @param items items in its index
 */
public record KeptRelease(String release, Role role, int items) {
  /** What an index is held for. */
  public enum Role {
    /** It answers. */
    SERVING,
    /** It is filled to answer next. */
    BUILDING,
    /** It answered before, and could again at once. */
    PREVIOUS,
    /** It is filled ahead of being wanted. */
    PREPARED
  }
}
