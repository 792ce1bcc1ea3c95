package io.freshet.server.retrieval.query;

/** No index is serving yet. */
public final class NotReadyException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  NotReadyException() {
    super("Cannot answer: no index is serving yet; see /readyz for what is missing");
  }
}
