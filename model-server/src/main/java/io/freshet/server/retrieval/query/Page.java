package io.freshet.server.retrieval.query;

import java.util.Set;

/**
 * How much is asked for, and of what.
 *
 * @param limit most items answered, 1 to {@link #MAX_LIMIT}
 * @param types item types answered; empty means all
 */
public record Page(int limit, Set<String> types) {
  /** Most items of one answer. */
  public static final int MAX_LIMIT = 1000;

  public Page {
    if (limit < 1 || limit > MAX_LIMIT) {
      throw new IllegalArgumentException(
          "Cannot answer: n must be between 1 and %d (%d)".formatted(MAX_LIMIT, limit));
    }
    types = Set.copyOf(types);
  }

  /** Whether items of the type are asked for. */
  boolean wants(String type) {
    return types.isEmpty() || types.contains(type);
  }
}
