package io.freshet.server.retrieval.index;

/** A new key came to a store that already holds as many as its configuration allows. */
public final class StoreFullException extends IllegalStateException {
  private static final long serialVersionUID = 1L;

  StoreFullException(String id, int capacity) {
    super("Cannot hold %s: the store is full (%d keys)".formatted(id, capacity));
  }
}
