package io.freshet.jobs.interaction;

import static org.assertj.core.api.Assertions.assertThat;

import io.freshet.jobs.record.CheckedEvent;
import io.freshet.schemas.Signal;
import java.util.Locale;
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

  @Test
  void tableOfStrengthsIsInTheConfiguration() {
    double strength = 0;
    for (Signal signal : Signal.values()) {
      strength += 1.5;
      String key = "strength." + signal.name().toLowerCase(Locale.ROOT);
      InteractionConfig config = PairingHarness.config(key, Double.toString(strength));
      assertThat(new Strengths(config).of(event("i", signal, 40_000, 40_000))).isEqualTo(strength);
    }
  }

  @Test
  @SuppressWarnings("try") // the harness closes with any exception, interruption too
  void weakSignalsMakeEdgesOfTheirStrengthAndSkipsNone() throws Exception {
    for (Signal signal : Signal.values()) {
      try (PairingHarness harness = PairingHarness.opened(InteractionConfig.defaults())) {
        harness.process(event("a", Signal.LIKE, -1, -1));
        harness.process(event("b", signal, -1, -1));
        double expected =
            switch (signal) {
              case STREAM, COMPLETE, LIKE, FOLLOW, SAVE -> 1;
              case PREVIEW, INTENT -> .25;
              case SKIP -> 0;
            };
        assertThat(PairingHarness.updates(harness))
            .hasSize(expected == 0 ? 0 : 2)
            .allSatisfy(update -> assertThat(update.weight()).isEqualTo(expected));
      }
    }
  }

  private static CheckedEvent event(String id, Signal signal, long played, long duration) {
    return new CheckedEvent(id, "u", id, "track", signal, 0, played, duration, 0, 0);
  }

  private double strength(Signal signal, long played, long duration) {
    return strengths.of(event("i", signal, played, duration));
  }
}
