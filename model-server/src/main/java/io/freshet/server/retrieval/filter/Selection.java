package io.freshet.server.retrieval.filter;

import io.freshet.server.retrieval.filter.Filter.AllOf;
import io.freshet.server.retrieval.filter.Filter.AnyOf;
import io.freshet.server.retrieval.filter.Filter.Between;
import io.freshet.server.retrieval.filter.Filter.OneOf;
import io.freshet.server.retrieval.index.Attribute;
import io.freshet.server.retrieval.index.Catalog;
import java.util.Comparator;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/**
 * Finds the few items that a selective filter can accept, in the catalogue's lists: every accepted
 * item is among them, though not all of them need be accepted.
 */
public final class Selection {
  /** More items than this are not worth scoring one by one. */
  static final int MAX_ITEMS = 4096;

  private static final double DAY_MILLIS = 86_400_000;

  private final Catalog catalog;

  public Selection(Catalog catalog) {
    this.catalog = catalog;
  }

  /** A superset of the accepted items; empty when none so small is listed. */
  public Optional<Set<String>> of(Filter filter) {
    if (filter instanceof OneOf one) {
      return union(one.values(), value -> listed(one.field(), value));
    }
    if (filter instanceof Between between && between.field().equals(Field.RELEASED_AT)) {
      return catalog.releasedOn(day(between.least()), day(between.most()));
    }
    if (filter instanceof AllOf all) {
      return all.parts().stream()
          .map(this::of)
          .flatMap(Optional::stream)
          .min(Comparator.comparingInt(Set::size));
    }
    return filter instanceof AnyOf any ? union(any.parts(), this::of) : Optional.empty();
  }

  private Optional<Set<String>> listed(Field field, String value) {
    Optional<Attribute> attribute = field.listedAs(value);
    return attribute.flatMap(catalog::having);
  }

  private static <T> Optional<Set<String>> union(
      Iterable<T> parts, Function<T, Optional<Set<String>>> ofPart) {
    Set<String> union = new HashSet<>();
    for (T part : parts) {
      Optional<Set<String>> items = ofPart.apply(part);
      if (items.isEmpty() || union.size() + items.get().size() > MAX_ITEMS) {
        return Optional.empty();
      }
      union.addAll(items.get());
    }
    return Optional.of(union);
  }

  private static long day(double millis) {
    return (long) Math.floor(millis / DAY_MILLIS);
  }
}
