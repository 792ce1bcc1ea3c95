package io.freshet.server.retrieval.filter;

import io.freshet.server.retrieval.filter.Filter.AllOf;
import io.freshet.server.retrieval.filter.Filter.AnyOf;
import io.freshet.server.retrieval.filter.Filter.Between;
import io.freshet.server.retrieval.filter.Filter.Not;
import io.freshet.server.retrieval.filter.Filter.OneOf;
import io.freshet.server.retrieval.index.CatalogEntry;
import io.freshet.server.retrieval.index.ItemAttributes;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Random catalogue entries, and random filters that accept some of them. */
final class FilteredItems {
  private static final Instant FIRST_RELEASE = Instant.parse("2020-01-01T00:00:00Z");
  private static final List<String> TYPES = List.of("track", "podcast", "audiobook", "artist");
  private static final List<String> LANGUAGES = List.of("en", "en-GB", "sv", "pt-BR", "ja", "");
  private static final List<String> MARKETS = List.of("SE", "GB", "BR", "JP");
  private static final int DAYS = 1000;

  private final Random random;

  FilteredItems(Random random) {
    this.random = random;
  }

  CatalogEntry entry() {
    String language = one(LANGUAGES);
    return new CatalogEntry("", one(TYPES), attributes(language.isEmpty() ? null : language));
  }

  private ItemAttributes attributes(@Nullable String language) {
    boolean released = random.nextInt(5) > 0;
    return new ItemAttributes(
        List.copyOf(some(random.nextInt(3), () -> "creator-" + random.nextInt(300))),
        List.copyOf(some(random.nextInt(3), () -> "genre-" + random.nextInt(6))),
        language,
        random.nextBoolean() ? Set.of() : some(1 + random.nextInt(2), () -> one(MARKETS)),
        random.nextInt(5) == 0 ? null : (long) random.nextInt(600_000),
        released ? FIRST_RELEASE.plus(Duration.ofHours(random.nextInt(24 * DAYS))) : null,
        random.nextInt(3) == 0 ? Map.of() : Map.of("rating", "" + random.nextInt(100)));
  }

  /** A filter of no more than this depth. */
  Filter filter(int depth) {
    int kind = random.nextInt(depth > 1 ? 11 : 8);
    return switch (kind) {
      case 0 -> new OneOf(Field.TYPE, some(2, () -> one(TYPES)));
      case 1 -> new OneOf(Field.LANGUAGE, some(2, () -> one(LANGUAGES)));
      case 2 -> new OneOf(Field.MARKET, some(2, () -> one(MARKETS)));
      case 3 -> new OneOf(Field.CREATOR, some(3, () -> "creator-" + random.nextInt(330)));
      case 4 -> new OneOf(Field.GENRE, some(2, () -> "genre-" + random.nextInt(7)));
      case 5 -> {
        Instant from = FIRST_RELEASE.plus(Duration.ofHours(random.nextInt(24 * DAYS)));
        Instant until = from.plus(Duration.ofDays(1 + random.nextInt(400)));
        yield new Between(Field.RELEASED_AT, from.toEpochMilli(), until.toEpochMilli());
      }
      case 6 -> new Between(Field.DURATION_MS, random.nextInt(600_000), Double.POSITIVE_INFINITY);
      case 7 ->
          random.nextBoolean()
              ? new OneOf(Field.attribute("rating"), Set.of("" + random.nextInt(110)))
              : new Between(Field.attribute("rating"), random.nextInt(50), random.nextInt(110));
      case 8 -> new Not(filter(depth - 1));
      case 9 -> new AllOf(filters(depth - 1));
      default -> new AnyOf(filters(depth - 1));
    };
  }

  private List<Filter> filters(int depth) {
    return IntStream.range(0, random.nextInt(4)).mapToObj(i -> filter(depth)).toList();
  }

  private String one(List<String> values) {
    return values.get(random.nextInt(values.size()));
  }

  private static Set<String> some(int atMost, java.util.function.Supplier<String> value) {
    return IntStream.range(0, atMost).mapToObj(i -> value.get()).collect(Collectors.toSet());
  }
}
