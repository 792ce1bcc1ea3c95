package io.freshet.server.retrieval.query;

import io.freshet.server.retrieval.index.History;
import io.freshet.server.retrieval.index.VectorIndex;
import io.freshet.server.retrieval.index.Vectors;
import java.util.Optional;

/**
 * The vector of a user: mean of the item vectors of the history, newest first, the i-th (from 0)
 * weighted by {@code recency ^ i}, scaled to unit length. Items without a vector take no position.
 * Reads at most {@link #MAX_ITEMS} vectors.
 */
final class UserVectors {
  private static final int MAX_ITEMS = 200;

  private final double recency;

  UserVectors(double recency) {
    if (!(recency > 0 && recency <= 1)) {
      throw new IllegalArgumentException(
          "Cannot weigh a history: recency must be above 0 and at most 1 (%s)".formatted(recency));
    }
    this.recency = recency;
  }

  /** The user's vector; empty when no liked item has a vector or they cancel out. */
  Optional<float[]> of(History history, VectorIndex index) {
    double[] sum = new double[index.dimensions()];
    double weight = 1;
    int used = 0;
    for (String item : history.liked()) {
      Optional<float[]> vector = index.vector(item);
      if (vector.isEmpty()) {
        continue;
      }
      add(sum, vector.get(), weight);
      weight *= recency;
      used++;
      if (used == MAX_ITEMS) {
        break;
      }
    }
    return unit(sum);
  }

  private static void add(double[] sum, float[] vector, double weight) {
    for (int i = 0; i < sum.length; i++) {
      sum[i] += weight * vector[i];
    }
  }

  private static Optional<float[]> unit(double[] sum) {
    float[] floats = new float[sum.length];
    for (int i = 0; i < sum.length; i++) {
      floats[i] = (float) sum[i];
    }
    return Vectors.norm(floats) > 1e-6 ? Optional.of(Vectors.unit(floats)) : Optional.empty();
  }
}
