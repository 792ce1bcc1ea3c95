package io.freshet.jobs.interaction;

import static org.assertj.core.api.Assertions.assertThat;

import io.freshet.jobs.record.CheckedEvent;
import io.freshet.schemas.Signal;
import org.junit.jupiter.api.Test;

final class StrengthsTest {
  private final Strengths strengths = new Strengths(InteractionConfig.defaults());

  @Test
  void streamCountsByTheShareThatWasPlayed() {
    assertThat(strength(Signal.STREAM, 90_000, 180_000)).isEqualTo(0.5);
    assertThat(strength(Signal.STREAM, 200_000, 180_000)).isEqualTo(1);
    assertThat(strength(Signal.STREAM, 90_000, CheckedEvent.UNKNOWN)).isEqualTo(1);
    assertThat(strength(Signal.STREAM, CheckedEvent.UNKNOWN, 180_000)).isEqualTo(1);
  }

  @Test
  void playUnderThirtySecondsIsASkipUnlessTheItemIsThatShort() {
    assertThat(strength(Signal.STREAM, 29_999, 180_000)).isZero();
    assertThat(strength(Signal.STREAM, 29_999, CheckedEvent.UNKNOWN)).isZero();
    assertThat(strength(Signal.STREAM, 20_000, 20_000)).isEqualTo(1);
    assertThat(strength(Signal.STREAM, 20_000, 0)).isZero();
  }

  @Test
  void otherSignalsCountWhateverWasPlayed() {
    assertThat(strength(Signal.LIKE, 1_000, 180_000)).isEqualTo(1);
    assertThat(strength(Signal.PREVIEW, 10_000, 180_000)).isEqualTo(0.25);
    assertThat(strength(Signal.SKIP, 100_000, 180_000)).isZero();
  }

  private double strength(Signal signal, long played, long duration) {
    return strengths.of(
        new CheckedEvent("e", "u", "i", "track", signal, 0, played, duration, 0, 0));
  }
}
