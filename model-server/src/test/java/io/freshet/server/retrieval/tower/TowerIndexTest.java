package io.freshet.server.retrieval.tower;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.freshet.server.model.HgnnShape;
import io.freshet.server.model.ReferenceTowers;
import io.freshet.server.model.TowerSpec;
import io.freshet.server.retrieval.index.CatalogEntry;
import io.freshet.server.retrieval.index.ExactIndex;
import io.freshet.server.retrieval.index.History;
import io.freshet.server.retrieval.index.ItemAttributes;
import io.freshet.server.retrieval.index.Popularity;
import io.freshet.server.retrieval.index.StoreLimits;
import io.freshet.server.retrieval.index.Stores;
import io.freshet.server.retrieval.index.VectorIndex;
import io.freshet.server.retrieval.index.Vectors;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

final class TowerIndexTest {
  private static final Instant NOW = Instant.parse("2026-02-01T00:00:00Z");
  private static final StoreLimits LIMITS = StoreLimits.defaults();
  private static final InstantSource CLOCK = InstantSource.fixed(NOW);
  private static final int WIDTH = 8;

  private final Random random = new Random(2);
  private final Stores stores = Stores.create(LIMITS, LIMITS, CLOCK);
  private final VectorIndex embeddings = new ExactIndex(WIDTH, LIMITS, CLOCK);
  private final TowerIndex index =
      new TowerIndex(
          new PlainTowers(
              ReferenceTowers.random(
                  5,
                  new HgnnShape(6, 4, 1, 1),
                  List.of("track"),
                  new TowerSpec(7, 5, List.of("en", "sv"), List.of()))),
          embeddings,
          (dimensions, asQuery) -> new ExactIndex(dimensions, LIMITS, CLOCK),
          stores);

  private void embed(String id, long version) {
    float[] z = new float[WIDTH];
    for (int k = 0; k < WIDTH; k++) {
      z[k] = (float) random.nextGaussian();
    }
    embeddings.upsert(id, "track", Vectors.unit(z), version);
    index.embedded(id, "track", z, version);
  }

  private void use(String id, double count, long version) {
    stores.popularity().put(id, new Popularity("track", count, NOW), version);
    index.used(id);
  }

  @Test
  void followingMakesAnewWhatHasMovedAndThenRests() {
    for (int item = 0; item < 20; item++) {
      embed("item-" + item, 1);
      use("item-" + item, 1 + item, 1);
    }
    assertThat(index.items().size()).isZero();
    assertThat(index.follow()).isEqualTo(20);
    assertThat(index.items().size()).isEqualTo(20);
    assertThat(index.follow()).isZero();
    float[] before = index.items().vector("item-3").orElseThrow();

    // One item takes off: the mean moves, and with it every other item's share of it.
    use("item-19", 400, 2);
    assertThat(index.items().vector("item-3").orElseThrow()).isEqualTo(before);
    assertThat(index.follow()).isEqualTo(20);
    assertThat(index.items().vector("item-3").orElseThrow()).isNotEqualTo(before);
    assertThat(index.follow()).isZero();

    use("item-0", 1.01, 2);
    assertThat(index.follow()).isZero();
  }

  @Test
  void deletedItemStaysAwayWhateverStatisticsCome() {
    embed("a", 1);
    use("a", 5, 1);
    embeddings.delete("a", 2);
    index.deleted("a", 2);
    use("a", 6, 2);
    index.follow();
    assertThat(index.items().size()).isZero();
    embed("a", 3);
    assertThat(index.items().size()).isEqualTo(1);
  }

  @Test
  void amongOtherNeighborsAnItemHasAnotherVector() {
    embed("a", 1);
    embed("b", 1);
    assertThat(index.among("a", Map.of("b", .5f))).isEmpty();
    index.follow();
    float[] alone = index.among("a", Map.of()).orElseThrow();
    assertThat(index.among("a", Map.of("gone", .5f)).orElseThrow()).isEqualTo(alone);
    float[] near = index.among("a", Map.of("b", .5f)).orElseThrow();
    assertThat(near).isNotEqualTo(alone);
    // What is the same for everybody does not hang on neighbors.
    assertThat(near[near.length - 1]).isEqualTo(alone[alone.length - 1]);
    assertThat(index.among("nothing", Map.of())).isEmpty();
  }

  @Test
  void languageOfTheCatalogueIsFollowed() {
    embed("a", 1);
    index.follow();
    float[] unknown = index.items().vector("a").orElseThrow();
    stores.catalog().put("a", new CatalogEntry("A", "track", inLanguage("sv")), 0);
    assertThat(index.follow()).isEqualTo(1);
    assertThat(index.items().vector("a").orElseThrow()).isNotEqualTo(unknown);
    stores.catalog().put("a", new CatalogEntry("A", "track", inLanguage("fi")), 0);
    assertThat(index.follow()).isEqualTo(1);
    assertThat(index.items().vector("a").orElseThrow()).containsExactly(unknown, within(1e-6f));
  }

  private static ItemAttributes inLanguage(String language) {
    return new ItemAttributes(List.of(), List.of(), language, Set.of(), null, null, Map.of());
  }

  @Test
  void nobodyKnownHasNoQuery() {
    embed("a", 1);
    assertThat(index.query(History.EMPTY, List.of())).isEmpty();
    assertThat(index.query(new History(List.of("gone"), Set.of()), List.of("country=SE")))
        .isEmpty();
    assertThat(index.query(new History(List.of("gone", "a"), Set.of()), List.of())).isPresent();
  }
}
