package io.freshet.server.retrieval.index;

/** What became of a versioned write. */
public enum WriteOutcome {
  /** The write is now what readers see. */
  UPDATED,
  /** A newer version was held (or had been deleted): nothing changed. */
  STALE
}
