package io.freshet.server.retrieval.filter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.freshet.server.retrieval.filter.Filter.AllOf;
import io.freshet.server.retrieval.filter.Filter.AnyOf;
import io.freshet.server.retrieval.filter.Filter.Between;
import io.freshet.server.retrieval.filter.Filter.Not;
import io.freshet.server.retrieval.filter.Filter.OneOf;
import io.freshet.server.retrieval.index.CatalogEntry;
import io.freshet.server.retrieval.index.Facet;
import io.freshet.server.retrieval.index.ItemAttributes;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

final class FilterTest {
  private static final CatalogEntry SONG =
      new CatalogEntry(
          "Song",
          "track",
          new ItemAttributes(
              List.of("Anna", "Bo"),
              List.of("folk"),
              "pt-BR",
              Set.of("br", "PT"),
              200_000L,
              Instant.ofEpochMilli(1000),
              Map.of("rating", "4.5", "explicit", "no")));
  private static final CatalogEntry BARE = new CatalogEntry("Bare", "track");

  @Test
  void equalityAndAnyOfLookAtEveryValueOfTheField() {
    assertThat(one(Field.TYPE, "podcast", "track").accepts(SONG)).isTrue();
    assertThat(one(Field.CREATOR, "Bo").accepts(SONG)).isTrue();
    assertThat(one(Field.CREATOR, "bo").accepts(SONG)).isFalse();
    assertThat(one(Field.GENRE, "rock").accepts(SONG)).isFalse();
    assertThat(one(Field.attribute("explicit"), "no").accepts(SONG)).isTrue();
    assertThat(one(Field.attribute("explicit"), "no").accepts(BARE)).isFalse();
    assertThat(one(Field.TYPE).accepts(SONG)).isFalse();
  }

  @Test
  void languageMatchesByPrefixOfSubtagsWhateverTheCase() {
    assertThat(one(Field.LANGUAGE, "PT").accepts(SONG)).isTrue();
    assertThat(one(Field.LANGUAGE, "pt-br").accepts(SONG)).isTrue();
    assertThat(one(Field.LANGUAGE, "p").accepts(SONG)).isFalse();
    assertThat(one(Field.LANGUAGE, "pt-BR-x").accepts(SONG)).isFalse();
    assertThat(one(Field.LANGUAGE, "pt").accepts(BARE)).isFalse();
  }

  @Test
  void itemWithoutMarketsIsForAllMarkets() {
    assertThat(one(Field.MARKET, "BR").accepts(SONG)).isTrue();
    assertThat(one(Field.MARKET, "pt").accepts(SONG)).isTrue();
    assertThat(one(Field.MARKET, "SE").accepts(SONG)).isFalse();
    assertThat(one(Field.MARKET, "SE").accepts(BARE)).isTrue();
  }

  @Test
  void rangesIncludeTheirBoundsAndNeedANumber() {
    assertThat(new Between(Field.RELEASED_AT, 1000, 1000).accepts(SONG)).isTrue();
    assertThat(new Between(Field.RELEASED_AT, 1001, 2000).accepts(SONG)).isFalse();
    assertThat(new Between(Field.attribute("rating"), 4, 5).accepts(SONG)).isTrue();
    assertThat(new Between(Field.attribute("explicit"), -9e99, 9e99).accepts(SONG)).isFalse();
    assertThat(new Between(Field.DURATION_MS, 0, Double.POSITIVE_INFINITY).accepts(BARE)).isFalse();
    assertThatThrownBy(() -> new Between(Field.DURATION_MS, Double.NaN, 1))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void groupsAndNegationCombine() {
    Filter both = new AllOf(List.of(one(Field.TYPE, "track"), one(Field.CREATOR, "Bo")));
    assertThat(both.accepts(SONG)).isTrue();
    assertThat(both.accepts(BARE)).isFalse();
    assertThat(new Not(both).accepts(BARE)).isTrue();
    assertThat(new AnyOf(List.of(new Not(both), one(Field.GENRE, "folk"))).accepts(SONG)).isTrue();
    assertThat(new AllOf(List.of()).accepts(BARE)).isTrue();
    assertThat(new AnyOf(List.of()).accepts(BARE)).isFalse();
  }

  @Test
  void twoMarketsAskedForAtOnceAreStillFound() {
    FacetHints hints =
        new FacetHints(new AllOf(List.of(one(Field.MARKET, "BR"), one(Field.MARKET, "PT"))));
    assertThat(hints.mayAccept(Facet.MARKET, "BR")).isTrue();
    assertThat(hints.mayAccept(Facet.MARKET, "SE")).isFalse();
  }

  @Property(tries = 300)
  void hintsNeverRefuseAValueOfAnAcceptedItem(@ForAll long seed) {
    FilteredItems items = new FilteredItems(new Random(seed));
    Filter filter = items.filter(4);
    FacetHints hints = new FacetHints(filter);
    for (int i = 0; i < 100; i++) {
      CatalogEntry entry = items.entry();
      if (filter.accepts(entry)) {
        ItemAttributes attributes = entry.attributes();
        String language = attributes.language();
        assertThat(hints.mayAccept(Facet.TYPE, entry.type())).isTrue();
        assertThat(hints.mayAccept(Facet.LANGUAGE, language == null ? Facet.UNKNOWN : language))
            .isTrue();
        assertThat(
                attributes.markets().isEmpty()
                    || attributes.markets().stream()
                        .anyMatch(market -> hints.mayAccept(Facet.MARKET, market)))
            .as("%s of %s", filter, entry)
            .isTrue();
      }
    }
  }

  @Test
  void hintsRefuseWhatTheFilterRefuses() {
    FacetHints hints =
        new FacetHints(
            new AllOf(
                List.of(
                    new Not(one(Field.LANGUAGE, "en")),
                    one(Field.TYPE, "track"),
                    new Between(Field.DURATION_MS, 0, 1))));
    assertThat(hints.mayAccept(Facet.LANGUAGE, "en-gb")).isFalse();
    assertThat(hints.mayAccept(Facet.LANGUAGE, "sv")).isTrue();
    assertThat(hints.mayAccept(Facet.LANGUAGE, Facet.UNKNOWN)).isTrue();
    assertThat(hints.mayAccept(Facet.TYPE, "podcast")).isFalse();
    assertThat(hints.mayAccept(Facet.TYPE, "track")).isTrue();
  }

  @Test
  void unknownFieldsAreRefusedByName() {
    assertThatThrownBy(() -> new Field("mood"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("mood")
        .hasMessageContaining("attributes.NAME");
    assertThatThrownBy(() -> new Field("attributes.")).isInstanceOf(IllegalArgumentException.class);
  }

  private static Filter one(Field field, String... values) {
    return new OneOf(field, Set.of(values));
  }
}
