package io.freshet.jobs.layer;

import io.freshet.jobs.record.AggregateChange;
import org.jspecify.annotations.Nullable;

/**
 * What an item aggregates over its neighbors of one type. The edge count makes an empty aggregate
 * exactly zero, whatever the sums rounded to on the way.
 *
 * @param sum weighted sum of the neighbors' embeddings
 * @param edges neighbors that contribute; at least 1
 */
@SuppressWarnings("ArrayRecordComponent") // never changed after construction, never compared
public record Aggregate(double[] sum, int edges) {
  /** The aggregate after a change; null when no neighbor contributes any more. */
  static @Nullable Aggregate after(@Nullable Aggregate before, AggregateChange change) {
    int edges = (before == null ? 0 : before.edges) + change.edges();
    if (edges < 0) {
      throw new IllegalStateException(
          "Cannot aggregate neighbors of type %s of item %s: edge count is negative (%d)"
              .formatted(change.relationType(), change.target(), edges));
    }
    if (edges == 0) {
      return null;
    }
    double[] sum = change.sum().clone();
    if (before != null) {
      for (int index = 0; index < sum.length; index++) {
        sum[index] += before.sum[index];
      }
    }
    return new Aggregate(sum, edges);
  }
}
