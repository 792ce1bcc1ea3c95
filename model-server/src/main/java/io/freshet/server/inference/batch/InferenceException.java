package io.freshet.server.inference.batch;

/** A request that gets no answer, and why. */
public final class InferenceException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** Kinds of failure; the names are those of gRPC where it has them. */
  public enum Code {
    /** The request is wrong and will be wrong again. */
    INVALID_ARGUMENT,
    /** No such model or version. */
    NOT_FOUND,
    /** Queue full, starting or stopping: ask again later. */
    UNAVAILABLE,
    /** The caller no longer waits; the request was not run. */
    DEADLINE_EXCEEDED,
    /** Too large for the device even alone. */
    OUT_OF_MEMORY,
    /** The model failed. */
    INTERNAL
  }

  private final Code code;

  /** A failure with its message. */
  public InferenceException(Code code, String message) {
    super(message);
    this.code = code;
  }

  /** A failure with its message and what caused it. */
  public InferenceException(Code code, String message, Throwable cause) {
    super(message, cause);
    this.code = code;
  }

  /** Kind of the failure. */
  public Code code() {
    return code;
  }
}
