package io.freshet.cli.replay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import io.freshet.schemas.ListeningEvent;
import io.freshet.schemas.Signal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

final class ReplayerTest {
  private static final Instant START = Instant.parse("2013-03-01T00:00:00Z");

  private final List<ListeningEvent> sent = new ArrayList<>();
  private final List<ReplayProgress> reports = new ArrayList<>();

  @Test
  void speedDividesEventTimeAndRateIgnoresIt() {
    Instant later = START.plusSeconds(60);
    assertThat(Pace.speed(10).due(5, START, later)).isEqualTo(Duration.ofSeconds(6));
    assertThat(Pace.rate(10).due(5, START, later)).isEqualTo(Duration.ofMillis(500));
    assertThat(Pace.max().due(5, START, later)).isZero();
    assertThatIllegalArgumentException().isThrownBy(() -> Pace.speed(0));
    assertThatIllegalArgumentException().isThrownBy(() -> Pace.rate(Double.NaN));
  }

  @Test
  void replayAtARateTakesItsTime() throws Exception {
    Replayer replayer = new Replayer(sent::add, reports::add, System::nanoTime);
    ReplayProgress end = replayer.run(events(101).iterator(), Pace.rate(500));
    assertThat(sent).hasSize(101);
    assertThat(end.events()).isEqualTo(101);
    assertThat(end.elapsed()).isGreaterThanOrEqualTo(Duration.ofMillis(200));
    assertThat(end.clock()).isEqualTo(START.plusSeconds(100));
  }

  @Test
  void progressIsReportedOnceASecondByItsClock() throws Exception {
    AtomicLong nanos = new AtomicLong();
    Replayer replayer =
        new Replayer(
            event -> {
              sent.add(event);
              nanos.addAndGet(100_000_000L);
            },
            reports::add,
            nanos::get);
    replayer.run(events(35).iterator(), Pace.max());
    assertThat(reports).hasSize(3);
    assertThat(reports.get(1).events()).isEqualTo(20);
    assertThat(reports.get(1).eventsPerSecond()).isCloseTo(10, within(1e-6));
  }

  @Test
  void stopEndsAReplayThatWaits() throws Exception {
    List<Replayer> self = new ArrayList<>();
    Replayer replayer =
        new Replayer(
            event -> {
              sent.add(event);
              self.get(0).stop();
            },
            reports::add,
            System::nanoTime);
    self.add(replayer);
    ReplayProgress end = replayer.run(events(10).iterator(), Pace.speed(0.001));
    assertThat(end.events()).isEqualTo(1);
    assertThat(replayer.run(events(10).iterator(), Pace.max()).events()).isZero();
  }

  private static List<ListeningEvent> events(int count) {
    List<ListeningEvent> events = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      events.add(event("u", START.plusSeconds(i)));
    }
    return events;
  }

  static ListeningEvent event(String user, Instant at) {
    return ListeningEvent.newBuilder()
        .setEventId(user + at)
        .setUserId(user)
        .setItemId("i")
        .setItemType("track")
        .setSignal(Signal.STREAM)
        .setOccurredAt(at)
        .build();
  }
}
