package io.freshet.server.evaluation.baseline;

import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.freshet.server.evaluation.Contender;
import io.freshet.server.evaluation.Query;
import io.freshet.server.evaluation.Scorer;
import io.freshet.server.evaluation.TrainingSet;
import io.freshet.server.inference.engine.TensorDevice;
import java.util.Arrays;

/**
 * EASE: an item scores the sum of learned weights from the items of the history. With the Gram
 * matrix G of users by items and P = (G + lambda I)^-1, the weight from i to j is - P_ij / P_jj.
 *
 * <p>Steck, Embarrassingly shallow autoencoders for sparse data, WWW 2019.
 *
 * @param lambda regularisation
 * @param limit items with weights, those with the most users: cost is cubic and memory quadratic in
 *     it
 * @param leastUsers users that an item must have for weights
 */
public record Ease(double lambda, int limit, int leastUsers) implements Contender {
  /** Lambda 300, at most 6,000 items with 5 users. */
  public static Ease defaults() {
    return new Ease(300, 6_000, 5);
  }

  @Override
  public String name() {
    return "EASE";
  }

  @Override
  public boolean dependsOnChance() {
    return false;
  }

  @Override
  public Scorer fit(TrainingSet set) {
    UserItems matrix = UserItems.of(set.events(), set.items().size());
    int[] items = matrix.mostUsed(limit, leastUsers);
    int[] columns = new int[set.items().size()];
    Arrays.fill(columns, -1);
    for (int k = 0; k < items.length; k++) {
      columns[items[k]] = k;
    }
    float[] weights = weights(gram(matrix, items, columns), items.length);
    return (query, scores) -> score(query, items, columns, weights, scores);
  }

  private double[] gram(UserItems matrix, int[] items, int[] columns) {
    double[] gram = new double[items.length * items.length];
    for (int user = 0; user < matrix.size(); user++) {
      int[] known =
          Arrays.stream(matrix.items(user))
              .map(item -> columns[item])
              .filter(column -> column >= 0)
              .toArray();
      for (int one : known) {
        for (int other : known) {
          gram[one * items.length + other]++;
        }
      }
    }
    for (int k = 0; k < items.length; k++) {
      gram[k * items.length + k] += lambda;
    }
    return gram;
  }

  /** Row i, column j: the weight from i to j; 0 on the diagonal. */
  private static float[] weights(double[] gram, int n) {
    double[] inverse;
    try (NDManager manager = TensorDevice.newManager()) {
      inverse = manager.create(gram, new Shape(n, n)).inverse().toDoubleArray();
    }
    float[] weights = new float[n * n];
    for (int i = 0; i < n; i++) {
      for (int j = 0; j < n; j++) {
        weights[i * n + j] = i == j ? 0 : (float) (-inverse[i * n + j] / inverse[j * n + j]);
      }
    }
    return weights;
  }

  private static void score(
      Query query, int[] items, int[] columns, float[] weights, float[] scores) {
    Arrays.fill(scores, 0);
    Arrays.stream(query.items())
        .distinct()
        .map(item -> columns[item])
        .filter(column -> column >= 0)
        .forEach(
            column -> {
              for (int k = 0; k < items.length; k++) {
                scores[items[k]] += weights[column * items.length + k];
              }
            });
  }
}
