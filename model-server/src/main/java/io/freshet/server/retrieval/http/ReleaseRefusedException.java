package io.freshet.server.retrieval.http;

/** A release that cannot be made the active one now; the message is for the client. */
public final class ReleaseRefusedException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** Why not. */
  public enum Reason {
    /** No such release has been announced. */
    NOT_FOUND,
    /** Its index is not complete yet. */
    NOT_COMPLETE,
    /** Another release is active. */
    NOT_ACTIVE,
    /** The server was told to serve one release whatever is active. */
    FIXED
  }

  private final Reason reason;

  public ReleaseRefusedException(Reason reason, String message) {
    super(message);
    this.reason = reason;
  }

  ErrorCode code() {
    return switch (reason) {
      case NOT_FOUND -> ErrorCode.RELEASE_NOT_FOUND;
      case NOT_COMPLETE -> ErrorCode.RELEASE_NOT_COMPLETE;
      case NOT_ACTIVE -> ErrorCode.RELEASE_NOT_ACTIVE;
      case FIXED -> ErrorCode.RELEASE_FIXED;
    };
  }
}
