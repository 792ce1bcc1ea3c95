package io.freshet.server.retrieval.tower;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.freshet.server.model.PopularityFeatures;
import io.freshet.server.retrieval.index.Popularity;
import io.freshet.server.retrieval.index.StoreLimits;
import io.freshet.server.retrieval.index.VersionedStore;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class CatalogUseTest {
  private static final Instant NOW = Instant.parse("2026-02-01T00:00:00Z");

  private final VersionedStore<Popularity> store =
      new VersionedStore<>(StoreLimits.defaults(), InstantSource.fixed(NOW));

  private void item(String id, double count, double total, Instant firstSeen, Instant asOf) {
    store.put(id, new Popularity("track", count, count, count, total, firstSeen, asOf), 1);
  }

  private float[] features(String id) {
    return CatalogUse.of(store).features(store.find(id));
  }

  @Test
  void countsAreDecayedToTheNewestInteractionAndComparedWithTheirMean() {
    item("old", 8, 8, NOW.minus(Duration.ofDays(9)), NOW.minus(Duration.ofDays(3)));
    item("new", 2, 2, NOW, NOW);
    // Half-lives passed for the old item: 1 of 3 days, 3/14, 1/20, none.
    double[] old = {4, 8 * Math.pow(2, -3 / 14.0), 8 * Math.pow(2, -3 / 60.0), 8};
    double[] means = new double[4];
    for (int k = 0; k < 4; k++) {
      means[k] = (old[k] + 2) / 2;
    }
    float[] expected = new float[PopularityFeatures.COUNT];
    new PopularityFeatures(means).write(old, 9 * 86_400, expected, 0);
    float[] features = features("old");
    for (int k = 0; k < expected.length; k++) {
      assertThat(features[k]).isCloseTo(expected[k], within(1e-6f));
    }
  }

  @Test
  void nothingIsKnownOfAnItemWithoutInteractions() {
    item("a", 1, 1, NOW, NOW);
    assertThat(CatalogUse.of(store).features(Optional.empty()))
        .containsOnly(0)
        .hasSize(PopularityFeatures.COUNT);
  }

  @Test
  void historyOfYearsAgoGivesTheFeaturesOfItsOwnTime() {
    Instant then = Instant.parse("1999-03-01T00:00:00Z");
    item("a", 6, 9, then.minus(Duration.ofDays(4)), then);
    item("b", 2, 3, then, then);
    float[] features = features("a");
    assertThat(features[0]).isCloseTo((float) Math.log1p(4 * 6 / 4.0), within(1e-6f));
    assertThat(features[4]).isCloseTo((float) (Math.log1p(4) / 5), within(1e-6f));
  }

  @Test
  void interactionsNewerThanTheMeansByYearsStayFinite() {
    item("a", 6, 9, NOW.minus(Duration.ofDays(9_000)), NOW.minus(Duration.ofDays(8_000)));
    CatalogUse use = CatalogUse.of(store);
    Popularity late = new Popularity("track", 3, NOW);
    for (float feature : use.features(Optional.of(late))) {
      assertThat(feature).isFinite();
    }
    assertThat(CatalogUse.NONE.features(Optional.of(late))).containsExactly(0, 0, 0, 0, 0, 1);
  }
}
