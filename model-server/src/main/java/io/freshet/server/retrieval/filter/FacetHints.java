package io.freshet.server.retrieval.filter;

import io.freshet.server.retrieval.filter.Filter.AllOf;
import io.freshet.server.retrieval.filter.Filter.AnyOf;
import io.freshet.server.retrieval.filter.Filter.Not;
import io.freshet.server.retrieval.filter.Filter.OneOf;
import io.freshet.server.retrieval.index.CatalogEntry;
import io.freshet.server.retrieval.index.Facet;
import io.freshet.server.retrieval.index.ItemAttributes;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a filter says of single facets of an item, never refusing a value that an accepted item can
 * have.
 *
 * <p>An item has one type and one language, so what is asked of these alone is answered by asking
 * an item of which nothing else is known. It may have several markets, so two parts that ask for
 * two markets are not an item without any: of the parts that all must hold, the first counts.
 */
final class FacetHints {
  private final Filter filter;
  private final Optional<Set<String>> markets;

  FacetHints(Filter filter) {
    this.filter = filter;
    this.markets = markets(filter);
  }

  /** Whether an item with the facet's value may be accepted. */
  boolean mayAccept(Facet facet, String value) {
    return switch (facet) {
      case TYPE -> mayAccept(filter, Field.TYPE, new CatalogEntry("", value, ItemAttributes.NONE));
      case LANGUAGE -> mayAccept(filter, Field.LANGUAGE, ofLanguage(value));
      case MARKET -> markets.map(it -> it.contains(value.toUpperCase(Locale.ROOT))).orElse(true);
    };
  }

  private static boolean mayAccept(Filter filter, Field field, CatalogEntry probe) {
    if (asksOnly(filter, field)) {
      return filter.accepts(probe);
    }
    if (filter instanceof AllOf all) {
      return all.parts().stream().allMatch(part -> mayAccept(part, field, probe));
    }
    if (filter instanceof AnyOf any) {
      return any.parts().stream().anyMatch(part -> mayAccept(part, field, probe));
    }
    return true;
  }

  private static boolean asksOnly(Filter filter, Field field) {
    if (filter instanceof OneOf one) {
      return one.field().equals(field);
    }
    if (filter instanceof Not not) {
      return asksOnly(not.part(), field);
    }
    List<Filter> parts = parts(filter);
    return !parts.isEmpty() && parts.stream().allMatch(part -> asksOnly(part, field));
  }

  private static List<Filter> parts(Filter filter) {
    if (filter instanceof AllOf all) {
      return all.parts();
    }
    return filter instanceof AnyOf any ? any.parts() : List.of();
  }

  private static Optional<Set<String>> markets(Filter filter) {
    if (filter instanceof OneOf one && one.field().equals(Field.MARKET)) {
      return Optional.of(one.values());
    }
    if (filter instanceof AllOf all) {
      return all.parts().stream().map(FacetHints::markets).flatMap(Optional::stream).findFirst();
    }
    if (filter instanceof AnyOf any) {
      return union(any.parts());
    }
    return Optional.empty();
  }

  private static Optional<Set<String>> union(List<Filter> parts) {
    Set<String> union = new HashSet<>();
    for (Filter part : parts) {
      Optional<Set<String>> markets = markets(part);
      if (markets.isEmpty()) {
        return Optional.empty();
      }
      union.addAll(markets.get());
    }
    return Optional.of(union);
  }

  private static CatalogEntry ofLanguage(String value) {
    @Nullable String language = value.equals(Facet.UNKNOWN) ? null : value;
    return new CatalogEntry(
        "", "", new ItemAttributes(List.of(), List.of(), language, Set.of(), null, null, Map.of()));
  }
}
