package io.freshet.server.retrieval.query;

import static java.util.Objects.requireNonNull;

import io.freshet.server.retrieval.filter.Field;
import io.freshet.server.retrieval.filter.Filter;
import java.time.Duration;
import java.util.OptionalInt;
import java.util.Set;

/**
 * How much is asked for, of what, and how good.
 *
 * @param limit most items answered, 1 to {@link #MAX_LIMIT}
 * @param filter which items are wanted
 * @param excluded ids that are not answered
 * @param perCreator most items answered of any one creator; empty for no such limit
 * @param accuracy how well the nearest are to be found
 * @param maxStaleness longest lag of the index that is good enough
 */
public record Page(
    int limit,
    Filter filter,
    Set<String> excluded,
    OptionalInt perCreator,
    Accuracy accuracy,
    Duration maxStaleness) {
  /** Most items of one answer. */
  public static final int MAX_LIMIT = 1000;

  /** No lag is too long. */
  public static final Duration ANY_STALENESS = Duration.ofMillis(Long.MAX_VALUE);

  public Page {
    if (limit < 1 || limit > MAX_LIMIT) {
      throw new IllegalArgumentException(
          "Cannot answer: n must be between 1 and %d (%d)".formatted(MAX_LIMIT, limit));
    }
    requireNonNull(filter, "filter is null");
    excluded = Set.copyOf(excluded);
    if (perCreator.orElse(1) < 1) {
      throw new IllegalArgumentException(
          "Cannot answer: per_creator must be at least 1 (%d)".formatted(perCreator.orElse(1)));
    }
    requireNonNull(accuracy, "accuracy is null");
    requireNonNull(maxStaleness, "maxStaleness is null");
    if (maxStaleness.isNegative()) {
      throw new IllegalArgumentException(
          "Cannot answer: max_staleness_ms is negative (%s)".formatted(maxStaleness));
    }
  }

  /**
   * Any items of these types.
   *
   * @param types item types answered; empty means all
   */
  public Page(int limit, Set<String> types) {
    this(
        limit,
        types.isEmpty() ? Filter.ALL : new Filter.OneOf(Field.TYPE, types),
        Set.of(),
        OptionalInt.empty(),
        Accuracy.USUAL,
        ANY_STALENESS);
  }
}
