package io.freshet.server.retrieval.http;

import io.freshet.server.retrieval.filter.Filter;
import io.freshet.server.retrieval.query.Accuracy;
import io.freshet.server.retrieval.query.Page;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/** The fields of a body that say how much is asked for, of what, and how good. */
public final class PageParser {
  private static final long DEFAULT_LIMIT = 10;

  /** Most ids that a question may exclude. */
  public static final int MAX_EXCLUDED = 10_000;

  private static final Set<String> FIELDS =
      Set.of("n", "filter", "exclude", "per_creator", "exact", "max_staleness_ms");

  private PageParser() {}

  /** Names of these fields and of others. */
  static Set<String> fields(Set<String> others) {
    Set<String> all = new HashSet<>(FIELDS);
    all.addAll(others);
    return all;
  }

  static Page page(Body body) {
    Filter filter = body.node("filter").map(FilterParser::parse).orElse(Filter.ALL);
    Optional<Long> perCreator = body.number("per_creator");
    try {
      return new Page(
          Math.toIntExact(body.number("n").orElse(DEFAULT_LIMIT)),
          filter,
          Set.copyOf(body.texts("exclude", MAX_EXCLUDED).orElse(List.of())),
          perCreator.isPresent()
              ? OptionalInt.of(Math.toIntExact(perCreator.get()))
              : OptionalInt.empty(),
          body.flag("exact").orElse(false) ? Accuracy.EXACT : Accuracy.USUAL,
          body.number("max_staleness_ms").map(Duration::ofMillis).orElse(Page.ANY_STALENESS));
    } catch (IllegalArgumentException | ArithmeticException e) {
      throw new RequestException(ErrorCode.INVALID_PARAMETER, String.valueOf(e.getMessage()));
    }
  }
}
