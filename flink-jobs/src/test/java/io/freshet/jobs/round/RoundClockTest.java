package io.freshet.jobs.round;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.api.Test;

final class RoundClockTest {
  private static final Duration SECOND = Duration.ofSeconds(1);

  @Test
  void backlogIsRoundZeroWhateverTheTime() {
    RoundClock clock = new RoundClock(SECOND, RoundClock.BACKLOG);

    assertThat(clock.round(0)).isZero();
    assertThat(clock.round(1_234_567)).isZero();
    clock.resume(1_234_567);
    assertThat(clock.isLive()).isFalse();
    assertThat(clock.floor()).isEqualTo(RoundClock.BACKLOG);
  }

  @Test
  void roundIsNamedAfterTheEndOfItsInterval() {
    RoundClock clock = live();

    assertThat(clock.round(7_000)).isEqualTo(8_000);
    assertThat(clock.round(7_999)).isEqualTo(8_000);
    assertThat(clock.round(8_000)).isEqualTo(9_000);
    assertThat(clock.nextEnd(7_999)).isEqualTo(8_000);
    assertThat(clock.end(8_000)).isEqualTo(8_000);
  }

  @Test
  void afterALongPauseOnlyTheNewestRoundEnds() {
    RoundClock clock = live();

    assertThat(clock.end(8_000)).isEqualTo(8_000);
    assertThat(clock.end(60_500)).isEqualTo(60_000);
  }

  @Test
  void aClockThatJumpsBackGoesOnOneIntervalAtATime() {
    RoundClock clock = live();
    clock.end(60_000);

    assertThat(clock.round(7_500)).isEqualTo(61_000);
    assertThat(clock.end(8_000)).isEqualTo(61_000);
    assertThat(clock.round(8_000)).isEqualTo(62_000);
    assertThat(clock.end(9_000)).isEqualTo(62_000);
    assertThat(clock.end(70_000)).isEqualTo(70_000);
  }

  @Test
  void aRestoredClockReusesNoRoundThatHasEnded() {
    RoundClock ahead = new RoundClock(SECOND, 60_000);
    ahead.resume(7_500);
    assertThat(ahead.round(7_500)).isEqualTo(61_000);

    RoundClock behind = new RoundClock(SECOND, 7_000);
    behind.resume(60_500);
    assertThat(behind.floor()).as("rounds since the snapshot").isEqualTo(60_000);
    assertThat(behind.round(60_500)).isEqualTo(61_000);
  }

  @Test
  void noRecordIsEverPutIntoARoundThatHasEndedHoweverTheClockJumps() {
    Random random = new Random(20_260_401);
    for (int story = 0; story < 200; story++) {
      RoundClock clock = new RoundClock(Duration.ofMillis(1 + random.nextInt(50)), 0);
      long now = random.nextInt(1_000);
      long ended = 0;
      for (int step = 0; step < 200; step++) {
        now = Math.max(0, now + random.nextInt(120) - (random.nextInt(10) == 0 ? 500 : 20));
        if (random.nextInt(20) == 0) {
          clock.resume(now);
        }
        assertThat(clock.round(now)).isGreaterThan(ended);
        if (random.nextBoolean()) {
          long end = clock.end(now);
          assertThat(end).isGreaterThan(ended);
          ended = end;
        }
      }
    }
  }

  @Test
  void anIntervalOfNothingIsRefused() {
    assertThatThrownBy(() -> new RoundClock(Duration.ofNanos(999_999), 0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("at least 1 ms");
  }

  private static RoundClock live() {
    RoundClock clock = new RoundClock(SECOND, RoundClock.BACKLOG);
    clock.goLive();
    return clock;
  }
}
