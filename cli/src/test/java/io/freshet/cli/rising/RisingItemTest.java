package io.freshet.cli.rising;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.freshet.schemas.ItemStatistics;
import java.time.Duration;
import java.time.Instant;
import java.util.function.IntToDoubleFunction;
import org.junit.jupiter.api.Test;

final class RisingItemTest {
  private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");
  private static final int HOURS = 24 * 600;

  @Test
  void steadyItemDoesNotRiseWhateverItsSize() {
    for (double perHour : new double[] {0.1, 10, 1_000}) {
      RisingItem item = item(hour -> perHour);
      assertThat(item.count()).isCloseTo(item.expected(), within(0.01 * item.count()));
      assertThat(Math.abs(item.rise())).isLessThan(0.01 * Math.sqrt(item.count() + 1));
    }
  }

  @Test
  void itemPlayedTwiceAsMuchForADayRisesAndOneThatStoppedFalls() {
    RisingItem doubled = item(hour -> hour < 24 ? 20 : 10);
    assertThat(doubled.rise()).isGreaterThan(5);
    assertThat(item(hour -> hour < 24 ? 0 : 10).rise()).isLessThan(-5);
    assertThat(item(hour -> hour < 24 ? 1 : 0).rise())
        .as("new, and fewer plays")
        .isGreaterThan(doubled.rise() / 2);
  }

  @Test
  void countsAreDecayedToTheTimeAskedForAndNeverForward() {
    ItemStatistics statistics = statistics(8, 60, NOW);
    RisingItem later = RisingItem.at(NOW.plus(Duration.ofDays(6)), statistics, "t");
    assertThat(later.count()).isCloseTo(2, within(1e-9));
    assertThat(later.expected()).isCloseTo(3 * Math.pow(2, -0.1), within(1e-9));
    assertThat(RisingItem.at(NOW.minusSeconds(60), statistics, "t").count()).isEqualTo(8);
  }

  /** An item by its plays per hour, the newest hour first. */
  private static RisingItem item(IntToDoubleFunction plays) {
    double count3d = 0;
    double count60d = 0;
    for (int hour = 0; hour < HOURS; hour++) {
      count3d += plays.applyAsDouble(hour) * Math.pow(2, -hour / (24.0 * 3));
      count60d += plays.applyAsDouble(hour) * Math.pow(2, -hour / (24.0 * 60));
    }
    return RisingItem.at(NOW, statistics(count3d, count60d, NOW), "title");
  }

  private static ItemStatistics statistics(double count3d, double count60d, Instant asOf) {
    return new ItemStatistics("i", "track", 1L, asOf, asOf, count3d, 0.0, count60d, 0.0, 0.0);
  }
}
