package io.freshet.server.retrieval.index;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

final class PopularityTest {
  private static final Instant NOW = Instant.parse("2026-03-01T00:00:00Z");

  @Test
  void countHalvesWithEveryHalfLife() {
    Popularity item = new Popularity("track", 8, NOW);
    assertThat(Popularity.countAt(item.rank(), NOW)).isCloseTo(8, within(1e-6));
    assertThat(Popularity.countAt(item.rank(), NOW.plus(Popularity.HALF_LIFE)))
        .isCloseTo(4, within(1e-6));
  }

  @Test
  void countsTakenAtDifferentTimesAreOrderedAsIfDecayedToOne() {
    Popularity old = new Popularity("track", 7.9, NOW.minus(Popularity.HALF_LIFE.multipliedBy(2)));
    Popularity recent = new Popularity("track", 2, NOW);
    assertThat(recent.rank()).isGreaterThan(old.rank());
  }

  @Test
  void countsOfDecadesAgoKeepTheirOrder() {
    Instant then = NOW.minus(Duration.ofDays(20_000));
    assertThat(new Popularity("track", 3, then).rank())
        .isGreaterThan(new Popularity("track", 2, then).rank());
  }

  @Test
  void brokenCountsAreRefused() {
    assertThatThrownBy(() -> new Popularity("track", Double.NaN, NOW))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new Popularity("track", -1, NOW))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
