package io.freshet.server.retrieval.status;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

final class CounterWindowTest {
  private static final Instant START = Instant.EPOCH;

  private final CounterWindow window =
      new CounterWindow(Duration.ofSeconds(60), Duration.ofSeconds(10));

  @Test
  void growthIsFromTheOldestReadingKeptToTheNewest() {
    assertThat(window.overall()).isEmpty();
    add(0, 100);
    assertThat(window.overall()).isEmpty();
    add(4, 108);
    assertThat(window.overall().orElseThrow().perSecond(0)).isEqualTo(2);
    for (int second = 10; second <= 200; second += 10) {
      add(second, 100 + second * 3.0);
    }
    assertThat(window.overall().orElseThrow().seconds()).isEqualTo(60);
    assertThat(window.overall().orElseThrow().perSecond(0)).isEqualTo(3);
    assertThat(window.since(Duration.ofSeconds(20)).orElseThrow().seconds()).isEqualTo(20);
  }

  @Test
  void counterThatFallsStartsAgainAndGrowthIsNeverNegative() {
    add(0, 100);
    add(10, 200);
    add(20, 5);
    assertThat(window.overall()).isEmpty();
    add(30, 25);
    assertThat(window.overall().orElseThrow().perSecond(0)).isEqualTo(2);
  }

  private void add(long second, double value) {
    window.add(START.plusSeconds(second), value);
  }
}
