package io.freshet.benchmarks.graph;

import static org.assertj.core.api.Assertions.assertThat;

import io.freshet.jobs.interaction.InteractionConfig;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class ExactGraphTest {
  private static final long DAY = Duration.ofDays(1).toMillis();

  @Test
  void pairsOfDifferentItemsWithinTheWindowCountInBothDirections() {
    Traffic traffic =
        new Traffic(
            "t",
            false,
            new int[] {7, 7, 7, 8, 7},
            new int[] {1, 2, 1, 3, 2},
            new long[] {0, DAY, 2 * DAY, 3 * DAY, 40 * DAY});
    ExactGraph graph = ExactGraph.of(traffic, InteractionConfig.defaults(), 365 * DAY);
    assertThat(graph.increments()).isEqualTo(4);
    assertThat(graph.edges()).isEqualTo(2);
    assertThat(graph.sample().keySet()).containsExactlyInAnyOrder(1, 2);
  }

  @Test
  void overlapCountsWhatIsHeavyEnoughWhicheverOfEquals() {
    Traffic traffic =
        new Traffic("t", false, new int[] {1, 1, 1}, new int[] {1, 2, 3}, new long[] {0, 0, 0});
    ExactGraph graph = ExactGraph.of(traffic, InteractionConfig.defaults(), DAY);
    Map<String, List<String>> shown =
        Map.of("item-1", List.of("item-3"), "item-2", List.of("item-9"), "item-3", List.of());
    assertThat(Overlap.mean(graph, shown, 1)).isEqualTo(1 / 3.0);
  }

  @Test
  void inventedTrafficIsTheSameAtEveryRunAndInTheOrderOfTime() {
    Traffic hub = InventedTraffic.hub(2_000);
    assertThat(hub.items()).isEqualTo(InventedTraffic.hub(2_000).items());
    assertThat(hub.atMillis()).isSorted();
    assertThat(Arrays.stream(hub.items()).filter(item -> item == 0).count()).isBetween(150L, 250L);
  }
}
