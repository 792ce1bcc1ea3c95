package io.freshet.server.retrieval.http;

import static java.util.Objects.requireNonNull;

import io.freshet.server.retrieval.index.BadVectorException;
import io.freshet.server.retrieval.query.NotReadyException;
import io.freshet.server.retrieval.query.TooSlowException;
import io.freshet.server.retrieval.query.TooStaleException;
import io.freshet.server.retrieval.text.TextVectorException;

/**
 * Why a question has no answer.
 *
 * @param message for the client
 */
public record Failure(ErrorCode code, String message) {
  public Failure {
    requireNonNull(code, "code is null");
    requireNonNull(message, "message is null");
  }

  /** What the exception means; {@link ErrorCode#INTERNAL}, without a word, where it is our bug. */
  public static Failure of(Exception exception) {
    if (exception instanceof RequestException e) {
      return because(e.code(), e);
    }
    if (exception instanceof ReleaseRefusedException e) {
      return because(e.code(), e);
    }
    if (exception instanceof NotReadyException) {
      return because(ErrorCode.NOT_READY, exception);
    }
    if (exception instanceof TooStaleException) {
      return because(ErrorCode.TOO_STALE, exception);
    }
    if (exception instanceof TooSlowException) {
      return because(ErrorCode.TOO_SLOW, exception);
    }
    if (exception instanceof TextVectorException) {
      return because(ErrorCode.TEXT_SEARCH_FAILED, exception);
    }
    if (exception instanceof BadVectorException) {
      return because(ErrorCode.INVALID_VECTOR, exception);
    }
    return new Failure(ErrorCode.INTERNAL, "Cannot answer: internal error");
  }

  private static Failure because(ErrorCode code, Exception exception) {
    return new Failure(code, String.valueOf(exception.getMessage()));
  }
}
