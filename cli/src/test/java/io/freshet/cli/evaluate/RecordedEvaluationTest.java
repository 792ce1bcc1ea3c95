package io.freshet.cli.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.freshet.cli.data.DataFormat;
import io.freshet.server.evaluation.EvaluationData;
import io.freshet.server.snapshot.EventLog;
import io.freshet.server.snapshot.Graph;
import io.freshet.server.snapshot.Snapshot;
import io.freshet.server.snapshot.SnapshotSource;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Snapshots of recorded events beside sums over all pairs of a user's events. */
final class RecordedEvaluationTest {
  private static final long BEGAN = Instant.parse("2024-01-01T00:00:00Z").toEpochMilli();
  private static final long HOUR_MILLIS = 3_600_000;

  @TempDir private Path directory;

  @Test
  void snapshotsHoldAllPairsBeforeTheirMomentAndNothingLater() throws IOException {
    EvaluationData data = write(400, 12, 20);
    SnapshotSource source = data.snapshots().get();
    for (int event : List.of(100, 101, 250, 399)) {
      check(source.at(data.events().time(event)), data);
    }
    Snapshot last = source.at(Long.MAX_VALUE);
    assertThat(last.events().size()).isEqualTo(400);
    check(last, data);
  }

  @Test
  void theSplitIsAtTheLastTenthAndSkipsAreNoEvents() throws IOException {
    EvaluationData data = write(400, 12, 20);
    assertThat(data.events().size()).isEqualTo(400);
    assertThat(data.splitAt()).isEqualTo(data.events().time(360));
    assertThat(data.items().types()).containsExactly("podcast", "track");
    // Types in their order, ids in theirs.
    assertThat(data.items().ids().subList(0, 2)).containsExactly("item-1", "item-11");
  }

  private static void check(Snapshot snapshot, EvaluationData data) {
    EventLog events = snapshot.events();
    int items = data.items().size();
    double[][] weights = new double[items][items];
    double[] totals = new double[items];
    for (int one = 0; one < events.size(); one++) {
      assertThat(events.time(one)).isLessThan(snapshot.asOf());
      totals[events.item(one)]++;
      for (int other = 0; other < events.size(); other++) {
        if (events.user(one) == events.user(other) && events.item(one) != events.item(other)) {
          weights[events.item(one)][events.item(other)]++;
        }
      }
    }
    Graph graph = snapshot.graph();
    for (int item = 0; item < items; item++) {
      assertThat(snapshot.counts()[3][item]).isEqualTo(totals[item]);
      assertThat(snapshot.isSeen(item)).isEqualTo(totals[item] > 0);
      for (int type = 0; type < data.items().types().size(); type++) {
        checkShares(graph, item, type, weights[item], data.items().itemTypes());
      }
    }
  }

  private static void checkShares(
      Graph graph, int item, int type, double[] weights, int[] itemTypes) {
    double sum = 0;
    int neighbors = 0;
    for (int other = 0; other < weights.length; other++) {
      sum += itemTypes[other] == type ? weights[other] : 0;
      neighbors += itemTypes[other] == type && weights[other] > 0 ? 1 : 0;
    }
    assertThat(graph.end(item, type) - graph.start(item, type)).isEqualTo(neighbors);
    for (int k = graph.start(item, type); k < graph.end(item, type); k++) {
      assertThat(graph.share(k))
          .isCloseTo((float) (weights[graph.neighbor(k)] / sum), within(1e-6f));
    }
  }

  /** Users with fewer than 50 events each, which is what a history holds. */
  private EvaluationData write(int events, int users, int items) throws IOException {
    SplittableRandom random = new SplittableRandom(4);
    List<String> lines = new ArrayList<>();
    lines.add("user_id,item_id,item_type,occurred_at,signal");
    for (int event = 0; event < events; event++) {
      int item = random.nextInt(items);
      String type = item % 5 == 1 ? "podcast" : "track";
      // Two events an hour: some moments are shared.
      long at = BEGAN + event / 2 * HOUR_MILLIS;
      lines.add("u%d,item-%d,%s,%d,LIKE".formatted(event % users, item, type, at));
    }
    lines.add("u1,item-1,podcast,%d,SKIP".formatted(BEGAN));
    Files.write(directory.resolve("events.csv"), lines);
    return new RecordedEvaluation(Map.of(), Optional.empty(), 2)
        .read("small", DataFormat.CSV.open(directory));
  }
}
