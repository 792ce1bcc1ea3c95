package io.freshet.server.evaluation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.freshet.server.evaluation.TinyWorld.Event;
import io.freshet.server.evaluation.baseline.TextNeighbors;
import io.freshet.server.snapshot.EventLog;
import io.freshet.server.snapshot.Graph;
import io.freshet.server.snapshot.ItemTable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Every fourth item is a podcast; users of a half of the world like the things of their half. */
final class HeldOutTypeTest {
  private static final int USERS = 60;
  private static final int ITEMS = 80;

  private final List<Event> events = TinyWorld.tastes(USERS, ITEMS, 20, 5);
  private final EvaluationData whole = data(events, true);
  private final EvaluationData without = data(events, false);

  private static boolean isPodcast(int item) {
    return item % 4 == 0;
  }

  private EvaluationData data(List<Event> all, boolean withPodcasts) {
    EventLog log = TinyWorld.log(USERS, all);
    long splitAt = EvaluationData.splitOf(log);
    ItemTable plain = TinyWorld.items(ITEMS);
    List<Integer> kept = new ArrayList<>();
    for (int item = 0; item < ITEMS; item++) {
      if (withPodcasts || !isPodcast(item)) {
        kept.add(item);
      }
    }
    List<Event> renumbered =
        all.stream()
            .filter(event -> kept.contains(event.item()))
            .map(event -> new Event(event.user(), kept.indexOf(event.item()), event.time()))
            .toList();
    ItemTable table =
        new ItemTable(
            plain.encoder(),
            kept.stream().map(item -> plain.ids().get(item)).toList(),
            withPodcasts ? List.of("podcast", "track") : List.of("track"),
            kept.stream().mapToInt(item -> withPodcasts && !isPodcast(item) ? 1 : 0).toArray(),
            kept.stream().map(item -> plain.text()[item]).toArray(float[][]::new));
    EventLog keptLog = TinyWorld.log(USERS, renumbered);
    return new EvaluationData(
        "tiny", table, keptLog, splitAt, () -> TinyWorld.source(keptLog, kept.size(), table), 2);
  }

  @Test
  void itemsOfTheTypeAreRankedByThoseWhoNeverSawOne() {
    List<EvaluationReport.Row> rows =
        new HeldOutType(whole, without, "podcast", line -> {})
            .run(List.of(new TextNeighbors(), new Spy()), Seeds.upTo(1), Bootstrap.defaults());
    // The text tells the halves apart: within the right half of 20 podcasts, ten are left.
    EvaluationReport.Row text = rows.get(0);
    assertThat(text.main().slice()).isEqualTo("users of the type");
    assertThat(text.figure(ReportMaker.MATCHED_AUC)).isGreaterThan(0.6);
  }

  /** Checks what it is given. */
  private static final class Spy implements InductiveContender {
    @Override
    public String name() {
      return "spy";
    }

    @Override
    public Scorer fit(TrainingSet set, ItemTable served) {
      assertThat(set.items().types()).containsExactly("track");
      assertThat(set.items().size()).isEqualTo(ITEMS * 3 / 4);
      assertThat(served.size()).isEqualTo(ITEMS);
      return (query, scores) -> {
        Graph graph = query.snapshot().graph();
        assertThat(graph.slots()).isEqualTo(2);
        for (int item = 0; item < ITEMS; item++) {
          for (int k = graph.start(item, 0); k < graph.end(item, 0); k++) {
            assertThat(isPodcast(graph.neighbor(k))).isFalse();
          }
          for (int k = graph.start(item, 1); k < graph.end(item, 1); k++) {
            assertThat(isPodcast(graph.neighbor(k))).isTrue();
          }
        }
        Arrays.fill(scores, 0);
      };
    }
  }

  @Test
  void theTypeMustBeGone() {
    assertThatThrownBy(() -> new HeldOutType(whole, whole, "podcast", line -> {}))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("still there");
  }
}
