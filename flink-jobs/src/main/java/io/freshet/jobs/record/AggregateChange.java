package io.freshet.jobs.record;

import static java.util.Objects.requireNonNull;

/**
 * A difference to be added to what an item aggregates over its neighbors of one type. Differences
 * of one item, type and round may be added in any order.
 *
 * @param target the item
 * @param relationType type of the neighbors
 * @param sum difference of the weighted sum of the neighbors' embeddings
 * @param edges difference of the number of neighbors that contribute
 * @param round round that it belongs to
 * @param oldestEventAt ingest time of the oldest event of the target's own neighborhood behind it,
 *     or {@link OldestEvent#NONE} when only neighbors moved
 */
@SuppressWarnings("ArrayRecordComponent") // never changed after construction, never compared
public record AggregateChange(
    String target, String relationType, double[] sum, int edges, long round, long oldestEventAt) {
  public AggregateChange {
    requireNonNull(target, "target is null");
    requireNonNull(relationType, "relationType is null");
    requireNonNull(sum, "sum is null");
  }
}
