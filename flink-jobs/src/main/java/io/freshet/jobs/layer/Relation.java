package io.freshet.jobs.layer;

import io.freshet.jobs.record.AggregateChange;
import org.jspecify.annotations.Nullable;

/**
 * What an item aggregates over its neighbors of one type. The edge count makes an empty aggregate
 * exactly zero, whatever the sums rounded to on the way. Mutable, owned by its {@link Target}.
 */
final class Relation {
  final String type;

  /** Weighted sum of the neighbors' embeddings; null when none contributes. */
  double @Nullable [] sum;

  /** Neighbors that contribute. */
  int edges;

  /** What makes shares of the weights; 0 when the relation has ended. */
  double scale;

  /** The mean that the item was last embedded from; null for zero. */
  float @Nullable [] embedded;

  Relation(String type) {
    this.type = type;
  }

  /**
   * Applies a change.
   *
   * @throws IllegalStateException when more neighbors are taken back than contribute
   */
  void apply(AggregateChange change) {
    edges += change.edges();
    if (edges < 0) {
      throw new IllegalStateException(
          "Cannot aggregate neighbors of type %s of item %s: edge count is negative (%d)"
              .formatted(change.relationType(), change.target(), edges));
    }
    if (change.hasScale()) {
      scale = change.scale();
    }
    if (edges == 0) {
      sum = null;
    } else if (change.sum().length > 0) {
      sum = sum(sum, change.sum());
    }
  }

  /**
   * Mean of the neighbors' embeddings by their shares; null when none contributes.
   *
   * @throws IllegalStateException when neighbors contribute and there is no scale
   */
  float @Nullable [] mean() {
    double[] total = sum;
    if (total == null) {
      return null;
    }
    if (!(scale > 0)) {
      throw new IllegalStateException(
          "Cannot aggregate: %d neighbors of type %s contribute to a relation that has ended"
              .formatted(edges, type));
    }
    float[] mean = new float[total.length];
    for (int index = 0; index < mean.length; index++) {
      mean[index] = (float) (total[index] / scale);
    }
    return mean;
  }

  /** Whether nothing is to be remembered. */
  boolean isEmpty() {
    return edges == 0 && scale == 0 && embedded == null;
  }

  private static double[] sum(double @Nullable [] own, double[] added) {
    if (own == null) {
      return added.clone();
    }
    for (int index = 0; index < own.length; index++) {
      own[index] += added[index];
    }
    return own;
  }
}
