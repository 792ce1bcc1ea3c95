package io.freshet.jobs.record;

import static java.util.Objects.requireNonNull;

/**
 * A change of what an item aggregates over its neighbors of one type: a difference of the weighted
 * sum, or a new scale by which that sum is divided. Changes of one item, type and round may be
 * applied in any order; at most one of them has a scale.
 *
 * @param target the item
 * @param relationType type of the neighbors
 * @param sum difference of the weighted sum of the neighbors' embeddings; empty for none
 * @param edges difference of the number of neighbors that contribute
 * @param scale what the weights are to be divided by to be shares; 0 when the relation ends, {@link
 *     #SAME_SCALE} when it stays
 * @param round round that it belongs to
 * @param oldestEventAt ingest time of the oldest event of the target's own neighborhood behind it,
 *     or {@link OldestEvent#NONE} when only neighbors moved
 */
@SuppressWarnings("ArrayRecordComponent") // never changed after construction, never compared
public record AggregateChange(
    String target,
    String relationType,
    double[] sum,
    int edges,
    double scale,
    long round,
    long oldestEventAt) {
  /** The scale stays as it is. */
  public static final double SAME_SCALE = Double.NaN;

  private static final double[] NO_DIFFERENCE = new double[0];

  public AggregateChange {
    requireNonNull(target, "target is null");
    requireNonNull(relationType, "relationType is null");
    requireNonNull(sum, "sum is null");
  }

  /** The weights of a relation are to be divided by another scale. */
  public static AggregateChange scale(
      String target, String relationType, double scale, long round, long oldestEventAt) {
    return new AggregateChange(target, relationType, NO_DIFFERENCE, 0, scale, round, oldestEventAt);
  }

  /** Whether it brings a scale. */
  public boolean hasScale() {
    return !Double.isNaN(scale);
  }
}
