package io.freshet.server.retrieval.graph;

/** The neighbors of an item cannot be told now; the message is for the client. */
public final class LookupFailedException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public LookupFailedException(String message) {
    super(message);
  }
}
