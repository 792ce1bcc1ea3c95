package io.freshet.server.retrieval.index;

/** The implementations of {@link VectorIndex}. */
public enum IndexKind {
  /** Scans everything: exact. */
  EXACT,
  /** Scans what is likely near: {@link IvfIndex}. */
  IVF
}
