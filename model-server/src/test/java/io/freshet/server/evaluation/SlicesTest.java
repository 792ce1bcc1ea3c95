package io.freshet.server.evaluation;

import static org.assertj.core.api.Assertions.assertThat;

import io.freshet.server.evaluation.TinyWorld.Event;
import io.freshet.server.snapshot.EventLog;
import io.freshet.server.snapshot.ItemTable;
import java.util.List;
import org.junit.jupiter.api.Test;

final class SlicesTest {
  private static final int SONG = 0;
  private static final int SHOW = 1;
  private static final long SPLIT = 100;

  /** User 0 had songs, user 1 songs and shows, user 2 nothing before the split. */
  private static final List<Event> EVENTS =
      List.of(
          new Event(0, SONG, 1),
          new Event(1, SONG, 2),
          new Event(1, SHOW, 3),
          new Event(2, SHOW, SPLIT),
          new Event(0, SHOW, SPLIT + 1));

  private final Slices slices = new Slices(data());

  @Test
  void whoKnewOtherTypesOnlyIsColdInAType() {
    assertThat(keeps("new to type show", 0, SHOW)).isTrue();
    assertThat(keeps("new to type show", 1, SHOW)).isFalse();
    assertThat(keeps("new to type song", 0, SONG)).isFalse();
  }

  @Test
  void whoHadNothingIsAColdUserNotColdInAType() {
    assertThat(keeps("new to type show", 2, SHOW)).isFalse();
    assertThat(keeps("cold users", 2, SHOW)).isTrue();
  }

  @Test
  void aTypeTakesItsTargetsAlone() {
    assertThat(keeps("type show", 0, SHOW)).isTrue();
    assertThat(keeps("type show", 0, SONG)).isFalse();
    assertThat(keeps("new to type show", 0, SONG)).isFalse();
  }

  private boolean keeps(String name, int user, int target) {
    return slices.warm().stream()
        .filter(slice -> slice.name().equals(name))
        .findFirst()
        .orElseThrow()
        .slice()
        .keeps(user, target);
  }

  private static EvaluationData data() {
    EventLog log = TinyWorld.log(3, EVENTS);
    ItemTable table =
        new ItemTable(
            "two types",
            List.of("a song", "a show"),
            List.of("song", "show"),
            new int[] {SONG, SHOW},
            new float[][] {{1}, {1}});
    return new EvaluationData(
        "two types", table, log, SPLIT, () -> TinyWorld.source(log, 2, table), 1);
  }
}
