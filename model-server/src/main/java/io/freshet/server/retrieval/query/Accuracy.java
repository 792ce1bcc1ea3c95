package io.freshet.server.retrieval.query;

/** How well the nearest items are to be found. */
public enum Accuracy {
  /** As the index is configured. */
  USUAL,
  /** By looking at every item: the ground truth, at its price. */
  EXACT
}
