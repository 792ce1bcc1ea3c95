package io.freshet.server.retrieval.query;

import java.time.Duration;

/** A search took longer than any answer may. */
public final class TooSlowException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  TooSlowException(Duration limit) {
    super("Cannot answer: the search took longer than %d ms".formatted(limit.toMillis()));
  }
}
