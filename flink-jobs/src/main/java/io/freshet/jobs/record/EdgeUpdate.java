package io.freshet.jobs.record;

import static java.util.Objects.requireNonNull;

/**
 * A change of one directed edge: this much weight more, as of a time.
 *
 * @param itemId the item whose neighborhood changes
 * @param itemType its type
 * @param neighborId the neighbor
 * @param neighborType its type
 * @param weight added weight, more than 0, not decayed
 * @param atMillis time of the weight, epoch milliseconds: the later of the two interactions
 * @param ingestedAtMillis when Kafka took the event that made the change, epoch milliseconds
 */
public record EdgeUpdate(
    String itemId,
    String itemType,
    String neighborId,
    String neighborType,
    double weight,
    long atMillis,
    long ingestedAtMillis) {
  public EdgeUpdate {
    requireNonNull(itemId, "itemId is null");
    requireNonNull(itemType, "itemType is null");
    requireNonNull(neighborId, "neighborId is null");
    requireNonNull(neighborType, "neighborType is null");
  }
}
