package io.freshet.server.retrieval.index;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

final class CatalogTest {
  private static final long DAY_MILLIS = 86_400_000;

  private Catalog catalog = new Catalog(StoreLimits.defaults(), InstantSource.system());

  @Property(tries = 50)
  void listsHoldExactlyTheItemsOfAValueWhateverWasWrittenBefore(@ForAll long seed) {
    catalog = new Catalog(StoreLimits.defaults(), InstantSource.system());
    Random random = new Random(seed);
    Map<String, ItemAttributes> truth = new HashMap<>();
    for (int write = 0; write < 400; write++) {
      String id = "item-" + random.nextInt(60);
      if (random.nextInt(4) == 0) {
        catalog.delete(id, write);
        truth.remove(id);
      } else {
        ItemAttributes attributes = attributes(random);
        catalog.put(id, new CatalogEntry("", "track", attributes), write);
        truth.put(id, attributes);
      }
    }
    for (String value : List.of("0", "1", "2", "3")) {
      assertThat(catalog.having(new Attribute(Attribute.CREATOR, value)))
          .hasValue(ids(truth, it -> it.creators().contains(value)));
      assertThat(catalog.having(new Attribute("attributes.shelf", value)))
          .hasValue(ids(truth, it -> value.equals(it.others().get("shelf"))));
    }
    assertThat(catalog.releasedOn(-1, 1)).hasValue(ids(truth, it -> it.releasedAt() != null));
  }

  private static ItemAttributes attributes(Random random) {
    return new ItemAttributes(
        List.of("" + random.nextInt(3), "" + random.nextInt(3)),
        List.of(),
        null,
        Set.of(),
        null,
        random.nextBoolean() ? Instant.ofEpochMilli(random.nextInt(3) * DAY_MILLIS - 1) : null,
        random.nextBoolean() ? Map.of("shelf", "" + random.nextInt(3)) : Map.of());
  }

  private static Set<String> ids(
      Map<String, ItemAttributes> truth, Predicate<ItemAttributes> wanted) {
    return truth.entrySet().stream()
        .filter(it -> wanted.test(it.getValue()))
        .map(Map.Entry::getKey)
        .collect(Collectors.toSet());
  }

  @Test
  void crowdsAreNotListedUntilTheyHaveGone() {
    Attribute many = new Attribute(Attribute.CREATOR, "many");
    for (int item = 0; item <= Listing.CROWD; item++) {
      assertThat(catalog.having(many).orElseThrow()).hasSize(item);
      catalog.put("item-" + item, by("many"), 1);
    }
    assertThat(catalog.having(many)).isEmpty();
    for (int item = 0; item <= Listing.CROWD; item++) {
      catalog.put("item-" + item, by("few"), 2);
    }
    assertThat(catalog.having(many)).hasValue(Set.of());
    catalog.put("one", by("many"), 3);
    assertThat(catalog.having(many)).hasValue(Set.of("one"));
  }

  private static CatalogEntry by(String creator) {
    return new CatalogEntry(
        "",
        "track",
        new ItemAttributes(List.of(creator), List.of(), null, Set.of(), null, null, Map.of()));
  }
}
