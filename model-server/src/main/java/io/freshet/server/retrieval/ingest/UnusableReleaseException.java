package io.freshet.server.retrieval.ingest;

/** A release that cannot be served as it is announced; the reason is for people. */
public final class UnusableReleaseException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final String reason;

  UnusableReleaseException(String reason, Throwable cause) {
    super(reason, cause);
    this.reason = reason;
  }

  /** What is wrong with it. */
  public String reason() {
    return reason;
  }
}
