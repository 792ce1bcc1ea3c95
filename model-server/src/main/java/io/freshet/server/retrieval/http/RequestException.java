package io.freshet.server.retrieval.http;

/** A request that cannot be answered; the message is for the client. */
public final class RequestException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final ErrorCode code;

  /** Why it cannot be answered. */
  public RequestException(ErrorCode code, String message) {
    super(message);
    this.code = code;
  }

  ErrorCode code() {
    return code;
  }
}
