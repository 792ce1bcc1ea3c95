package io.freshet.jobs.decay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.time.Duration;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;

final class ForwardDecayTest {
  private static final long HOUR = Duration.ofHours(1).toMillis();
  private final ForwardDecay decay = new ForwardDecay(Duration.ofHours(1));

  @Test
  void weightHalvesInAHalfLife() {
    long landmark = decay.period(10 * HOUR + 17);
    double stored = decay.stored(3, 10 * HOUR + 17, landmark);

    assertThat(decay.weight(stored, landmark, 10 * HOUR + 17)).isEqualTo(3);
    assertThat(decay.weight(stored, landmark, 11 * HOUR + 17)).isEqualTo(1.5);
    assertThat(decay.weight(stored, landmark, 9 * HOUR + 17)).isEqualTo(6);
  }

  @Test
  void timesBefore1970AreTimesToo() {
    long landmark = decay.period(-HOUR / 2);
    double stored = decay.stored(1, -HOUR / 2, landmark);

    assertThat(landmark).isEqualTo(-1);
    assertThat(decay.weight(stored, landmark, HOUR / 2)).isCloseTo(0.5, within(1e-12));
  }

  @Property(tries = 300)
  void movingTheLandmarkIsExact(
      @ForAll @DoubleRange(min = 0.01, max = 1e6) double weight,
      @ForAll @LongRange(min = 0, max = 400_000_000_000L) long atMillis,
      @ForAll @LongRange(min = -200, max = 200) long shift) {
    long landmark = decay.period(atMillis);
    double stored = decay.stored(weight, atMillis, landmark);
    double moved = decay.moved(stored, landmark, landmark + shift);

    assertThat(moved).isEqualTo(decay.stored(weight, atMillis, landmark + shift));
    assertThat(decay.moved(moved, landmark + shift, landmark)).isEqualTo(stored);
    assertThat(decay.weight(moved, landmark + shift, atMillis))
        .isEqualTo(decay.weight(stored, landmark, atMillis));
  }

  @Test
  void weightsOfLongAgoBecomeNothingAndNeverOverflow() {
    assertThat(decay.stored(1, 0, 1_000_000_000L)).isZero();
    assertThat(decay.outruns(HOUR * ForwardDecay.MAX_PERIODS, 0)).isTrue();
    assertThat(decay.outruns(HOUR * ForwardDecay.MAX_PERIODS - 1, 0)).isFalse();
  }

  @Test
  void halfLifeMustBePositive() {
    assertThatThrownBy(() -> new ForwardDecay(Duration.ZERO))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("PT0S");
  }
}
