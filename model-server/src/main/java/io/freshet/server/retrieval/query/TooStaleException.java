package io.freshet.server.retrieval.query;

/** The index lags behind its topic by more than the request allows. */
public final class TooStaleException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  TooStaleException(long lagMillis, long allowedMillis) {
    super(
        "Cannot answer: the index lags by %d ms, more than max_staleness_ms (%d)"
            .formatted(lagMillis, allowedMillis));
  }
}
