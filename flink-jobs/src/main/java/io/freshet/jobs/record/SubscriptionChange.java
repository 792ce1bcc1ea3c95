package io.freshet.jobs.record;

import static java.util.Objects.requireNonNull;

/**
 * From a round on, an item aggregates a neighbor's embedding with this weight. States the new
 * weight, not a difference: applying it twice is harmless. The weight over the scale of the item's
 * relation ({@link AggregateChange}) is the neighbor's share.
 *
 * @param source the neighbor, whose embedding is wanted
 * @param target the item that aggregates it
 * @param relationType type under which it is aggregated
 * @param weight its weight; 0 ends the subscription
 * @param version version of the neighborhood that says so
 * @param round round that it belongs to
 * @param oldestEventAt ingest time of the oldest event behind it, or {@link OldestEvent#NONE}
 */
public record SubscriptionChange(
    String source,
    String target,
    String relationType,
    float weight,
    long version,
    long round,
    long oldestEventAt) {
  public SubscriptionChange {
    requireNonNull(source, "source is null");
    requireNonNull(target, "target is null");
    requireNonNull(relationType, "relationType is null");
  }
}
