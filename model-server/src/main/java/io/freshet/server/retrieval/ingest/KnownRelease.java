package io.freshet.server.retrieval.ingest;

/**
 * A release that was announced or has an index here.
 *
 * @param role what its index is to this server
 * @param items items in that index; 0 where there is none
 */
public record KnownRelease(String release, Role role, int items) {
  /** What the index of a release is to this server, what answers first. */
  public enum Role {
    /** It answers. */
    SERVING,
    /** It answered before, and is kept so that going back is quick. */
    PREVIOUS,
    /** Being filled, to answer next. */
    BUILDING,
    /** Filled ahead of being wanted. */
    PREPARED,
    /** There is none. */
    ANNOUNCED
  }
}
