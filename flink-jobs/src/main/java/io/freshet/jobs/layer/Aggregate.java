package io.freshet.jobs.layer;

import io.freshet.jobs.record.AggregateChange;
import org.jspecify.annotations.Nullable;

/**
 * What an item aggregates over its neighbors of one type. The edge count makes an empty aggregate
 * exactly zero, whatever the sums rounded to on the way.
 *
 * @param sum weighted sum of the neighbors' embeddings; empty when none contributes
 * @param edges neighbors that contribute
 * @param scale what makes shares of the weights; 0 when the relation has ended
 */
@SuppressWarnings("ArrayRecordComponent") // never changed after construction, never compared
public record Aggregate(double[] sum, int edges, double scale) {
  private static final double[] ZERO = new double[0];

  /** The aggregate after a change; null when nothing is left to remember. */
  static @Nullable Aggregate after(@Nullable Aggregate before, AggregateChange change) {
    int edges = (before == null ? 0 : before.edges) + change.edges();
    double scale = change.hasScale() ? change.scale() : before == null ? 0 : before.scale;
    if (edges < 0) {
      throw new IllegalStateException(
          "Cannot aggregate neighbors of type %s of item %s: edge count is negative (%d)"
              .formatted(change.relationType(), change.target(), edges));
    }
    if (edges == 0) {
      return scale == 0 ? null : new Aggregate(ZERO, 0, scale);
    }
    double[] sum = before == null ? change.sum() : Combined.sum(before.sum, change.sum());
    return new Aggregate(sum, edges, scale);
  }

  /**
   * Mean of the neighbors' embeddings by their shares.
   *
   * @throws IllegalStateException when neighbors contribute and there is no scale
   */
  float[] mean() {
    if (!(scale > 0)) {
      throw new IllegalStateException(
          "Cannot aggregate: %d neighbors contribute to a relation that has ended"
              .formatted(edges));
    }
    float[] mean = new float[sum.length];
    for (int index = 0; index < mean.length; index++) {
      mean[index] = (float) (sum[index] / scale);
    }
    return mean;
  }
}
