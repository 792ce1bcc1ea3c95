package io.freshet.server.snapshot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

final class EventLogTest {
  private final EventLog log =
      new EventLog(
          List.of("a", "b"),
          new int[] {0, 1, 0, 0, 1},
          new int[] {5, 6, 7, 5, 8},
          new long[] {10, 20, 20, 20, 30},
          new float[] {1, 1, 1, 0.5f, 1});

  @Test
  void whatIsBeforeATimeIsStrictlyBefore() {
    assertThat(log.countBefore(10)).isEqualTo(0);
    assertThat(log.countBefore(11)).isEqualTo(1);
    assertThat(log.countBefore(20)).isEqualTo(1);
    assertThat(log.countBefore(21)).isEqualTo(4);
    assertThat(log.before(1_000).size()).isEqualTo(5);
  }

  @Test
  void eventsOutOfOrderAreRefused() {
    assertThatThrownBy(
            () ->
                new EventLog(List.of("a"), new int[2], new int[2], new long[] {2, 1}, new float[2]))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("earlier");
  }

  @Test
  void historiesHoldTheEventsOfAUserInTheirOrder() {
    Histories histories = new Histories(log);
    assertThat(histories.users()).isEqualTo(2);
    assertThat(histories.end(0) - histories.start(0)).isEqualTo(3);
    assertThat(log.item(histories.event(histories.start(0) + 1))).isEqualTo(7);
    assertThat(histories.endBefore(0, 20) - histories.start(0)).isEqualTo(1);
    assertThat(histories.endBefore(1, 31) - histories.start(1)).isEqualTo(2);
  }

  @Test
  void aPrefixKnowsNothingOfTheRest() {
    EventLog prefix = log.first(2);
    assertThat(prefix.size()).isEqualTo(2);
    assertThat(prefix.countBefore(1_000)).isEqualTo(2);
    assertThat(new Histories(prefix).end(0)).isEqualTo(1);
  }
}
