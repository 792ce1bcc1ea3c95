package io.freshet.server.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.freshet.server.snapshot.Graph;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

final class PositiveSamplerTest {
  private static final int DRAWS = 200_000;

  private final TrainingData data = new SyntheticWorld(9, 150, 3, 4, 10).data();

  @Test
  void balancedSamplerDrawsEveryEdgeTypeEquallyOften() {
    int[] counts = edgeTypeCounts(1);
    for (int count : counts) {
      assertThat((double) count / DRAWS).isCloseTo(1.0 / counts.length, within(0.01));
    }
  }

  @Test
  void unbalancedSamplerDrawsEdgeTypesByTheirNumberOfEdges() {
    int[] counts = edgeTypeCounts(0);
    assertThat(counts[8]).as("track to track").isGreaterThan(4 * counts[0]);
  }

  @Test
  void targetProbabilitiesAreWhatDrawsShow() {
    PositiveSampler sampler = new PositiveSampler(data.graph(), data.itemTypes(), 0.5);
    int[][] pairs = draw(sampler);
    double[] expected = sampler.targetProbabilities();
    double[] seen = new double[data.items()];
    for (int target : pairs[1]) {
      seen[target] += 1.0 / DRAWS;
    }
    double sum = 0;
    for (int item = 0; item < seen.length; item++) {
      sum += expected[item];
      assertThat(seen[item]).isCloseTo(expected[item], within(0.002));
    }
    assertThat(sum).isCloseTo(1, within(1e-6));
  }

  @Test
  void heldOutPairsAreGoneFromBothNeighborhoods() {
    PositiveSampler sampler = new PositiveSampler(data.graph(), data.itemTypes(), 0);
    HeldOut heldOut =
        HeldOut.draw(data.graph(), sampler, TrainerConfig.defaults(), new SplittableRandom(3));
    assertThat(heldOut.size()).isEqualTo((int) (data.edges() / 2.0 * 0.05));
    for (int k = 0; k < heldOut.size(); k++) {
      assertAbsent(heldOut.graph(), heldOut.anchors()[k], heldOut.targets()[k]);
      assertAbsent(heldOut.graph(), heldOut.targets()[k], heldOut.anchors()[k]);
    }
    assertThat(heldOut.graph().edges()).isLessThan(data.edges());
  }

  private static void assertAbsent(Graph graph, int item, int neighbor) {
    for (int slot = 0; slot < graph.slots(); slot++) {
      for (int k = graph.start(item, slot); k < graph.end(item, slot); k++) {
        assertThat(graph.neighbor(k)).isNotEqualTo(neighbor);
      }
    }
  }

  private int[] edgeTypeCounts(double balance) {
    int[][] pairs = draw(new PositiveSampler(data.graph(), data.itemTypes(), balance));
    int types = data.types().size();
    int[] counts = new int[types * types];
    for (int k = 0; k < DRAWS; k++) {
      counts[data.itemTypes()[pairs[0][k]] * types + data.itemTypes()[pairs[1][k]]]++;
    }
    return counts;
  }

  private static int[][] draw(PositiveSampler sampler) {
    int[][] pairs = new int[2][DRAWS];
    sampler.draw(new SplittableRandom(4), pairs[0], pairs[1]);
    return pairs;
  }
}
