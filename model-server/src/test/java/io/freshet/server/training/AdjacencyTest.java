package io.freshet.server.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.NDScope;
import io.freshet.server.snapshot.Graph;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

final class AdjacencyTest {
  private final TrainingData data = new SyntheticWorld(5, 120, 3, 4, 12).data();
  private final Graph graph = data.graph();
  private final PositiveSampler sampler = new PositiveSampler(graph, data.itemTypes(), 1);
  private final PairSet none = new PairSet(graph.items(), 1);

  @Test
  void fullMatrixSumsEveryNeighborByShare() {
    float[] sums = product(Adjacency.full(graph));
    for (int row = 0; row < sums.length; row++) {
      double expected = 0;
      int item = row / graph.slots();
      int slot = row % graph.slots();
      for (int k = graph.start(item, slot); k < graph.end(item, slot); k++) {
        expected += graph.share(k) * value(graph.neighbor(k));
      }
      assertThat((double) sums[row]).isCloseTo(expected, within(1e-4));
    }
  }

  @Test
  void sampledMatrixHasTheFullOneAsItsMean() {
    SplittableRandom random = new SplittableRandom(6);
    float[] full = product(Adjacency.full(graph));
    double[] mean = new double[full.length];
    int rounds = 400;
    for (int round = 0; round < rounds; round++) {
      float[] one = product(Adjacency.sampled(graph, sampler, 4, 0, none, random));
      for (int row = 0; row < one.length; row++) {
        mean[row] += one[row] / rounds;
      }
    }
    for (int row = 0; row < full.length; row++) {
      assertThat(mean[row]).isCloseTo(full[row], within(0.15));
    }
  }

  @Test
  void ownPairsAreLeftOutOnBothSidesAndTheRestKeepsItsSum() {
    PairSet targets = new PairSet(graph.items(), graph.items());
    int[] partner = new int[graph.items()];
    for (int item = 0; item < graph.items(); item++) {
      partner[item] = graph.neighbor(graph.start(item, 0) + graph.degree(item) - 1);
      targets.add(item, partner[item]);
    }
    for (int fanOut : new int[] {4, 64}) {
      Adjacency sampled =
          Adjacency.sampled(graph, sampler, fanOut, 0, targets, new SplittableRandom(7));
      try (NDManager manager = NDManager.newBaseManager();
          NDScope scope = new NDScope()) {
        scope.suppressNotUsedWarning();
        NDArray dense = sampled.matrix(manager).toDense();
        for (int item = 0; item < graph.items(); item++) {
          for (int slot = 0; slot < graph.slots(); slot++) {
            float[] row = dense.get((long) item * graph.slots() + slot).toFloatArray();
            assertThat(row[partner[item]]).isZero();
            double sum = 0;
            for (float share : row) {
              sum += share;
            }
            assertThat(Math.min(sum, Math.abs(sum - 1))).isCloseTo(0, within(1e-4));
          }
        }
      }
    }
  }

  @Test
  void hiddenItemsAggregateNothing() {
    Adjacency hidden = Adjacency.sampled(graph, sampler, 4, 1, none, new SplittableRandom(8));
    assertThat(hidden.size()).isZero();
  }

  /** The matrix times one column of known values. */
  private float[] product(Adjacency adjacency) {
    float[] column = new float[graph.items()];
    for (int item = 0; item < column.length; item++) {
      column[item] = value(item);
    }
    try (NDManager manager = NDManager.newBaseManager();
        NDScope scope = new NDScope()) {
      scope.suppressNotUsedWarning();
      return adjacency.matrix(manager).matMul(manager.create(column).reshape(-1, 1)).toFloatArray();
    }
  }

  private static float value(int item) {
    return (float) Math.sin(item);
  }
}
