package io.freshet.server.retrieval.index;

/** A vector that no index may hold. The message names the item and what is wrong. */
public final class BadVectorException extends IllegalArgumentException {
  private static final long serialVersionUID = 1L;

  /** What is wrong with a vector. */
  public enum Reason {
    WRONG_DIMENSION,
    NOT_FINITE,
    ZERO
  }

  private final Reason reason;

  BadVectorException(Reason reason, String message) {
    super(message);
    this.reason = reason;
  }

  /** What is wrong, from a closed set: fit for a metric label. */
  public Reason reason() {
    return reason;
  }
}
