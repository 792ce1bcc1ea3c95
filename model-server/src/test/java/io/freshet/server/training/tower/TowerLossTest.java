package io.freshet.server.training.tower;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.freshet.server.model.Towers;
import io.freshet.server.training.SparseRows;
import java.util.Random;
import org.junit.jupiter.api.Test;

final class TowerLossTest {
  private static final int ROWS = 3;
  private static final int ITEMS = 4;
  private static final int DIMENSIONS = 2;

  private final double[][] queries = values(ROWS, DIMENSIONS, 1);
  private final double[][] items = values(ITEMS, DIMENSIONS, 2);
  private final double[][] biases = values(ITEMS, 1, 3);
  private final long[] own = {2, 0, 2};

  @Test
  void whatIsMissedIsTheMeanNegativeLogLikelihoodOfTheTargets() {
    assertThat(loss(0)).isCloseTo(missed(), within(1e-5));
  }

  @Test
  void whatAllQueriesLikeOfTheTargetsIsPenalised() {
    assertThat(loss(0.7) - loss(0)).isCloseTo(0.7 * penalty(), within(1e-5));
    assertThat(penalty()).isGreaterThan(0.1);
  }

  private double loss(double commonTaste) {
    try (NDManager manager = NDManager.newBaseManager()) {
      Batch batch =
          new Batch(
              0,
              ROWS,
              new SparseRows(1),
              new SparseRows(0),
              new int[] {0, 1, 2, 3},
              true,
              new float[ITEMS],
              own,
              new long[] {1 * ITEMS + 3});
      return new TowerLoss(commonTaste)
          .of(
              array(queries, manager),
              new Towers.ItemVectors(array(items, manager), array(biases, manager)),
              manager.create(new float[] {5}),
              batch)
          .getFloat();
    }
  }

  private double missed() {
    double sum = 0;
    for (int row = 0; row < ROWS; row++) {
      double total = 0;
      for (int item = 0; item < ITEMS; item++) {
        // One place is masked.
        total += row == 1 && item == 3 ? 0 : Math.exp(score(queries[row], item) + biases[item][0]);
      }
      int target = (int) own[row];
      sum += Math.log(total) - score(queries[row], target) - biases[target][0];
    }
    return sum / ROWS;
  }

  private double penalty() {
    double[] mean = new double[DIMENSIONS];
    for (double[] query : queries) {
      for (int k = 0; k < DIMENSIONS; k++) {
        mean[k] += query[k] / ROWS;
      }
    }
    double common = 0;
    for (int item = 0; item < ITEMS; item++) {
      common += score(mean, item) / ITEMS;
    }
    double squares = 0;
    for (long target : own) {
      squares += Math.pow(score(mean, (int) target) - common, 2);
    }
    return squares / ROWS;
  }

  private double score(double[] query, int item) {
    double sum = 0;
    for (int k = 0; k < DIMENSIONS; k++) {
      sum += 5 * query[k] * items[item][k];
    }
    return sum;
  }

  private static NDArray array(double[][] rows, NDManager manager) {
    float[] flat = new float[rows.length * rows[0].length];
    for (int k = 0; k < flat.length; k++) {
      flat[k] = (float) rows[k / rows[0].length][k % rows[0].length];
    }
    return manager.create(flat, new Shape(rows.length, rows[0].length));
  }

  private static double[][] values(int rows, int columns, long seed) {
    Random random = new Random(seed);
    double[][] values = new double[rows][columns];
    for (double[] row : values) {
      for (int k = 0; k < columns; k++) {
        row[k] = random.nextGaussian();
      }
    }
    return values;
  }
}
