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
 * @param users a bit by a hash of the user behind it; over all updates of an edge, at most as many
 *     bits are set as it has users
 * @param ingestedAtMillis when Kafka took the event that made the change, epoch milliseconds
 */
public record EdgeUpdate(
    String itemId,
    String itemType,
    String neighborId,
    String neighborType,
    double weight,
    long atMillis,
    int users,
    long ingestedAtMillis) {
  public EdgeUpdate {
    requireNonNull(itemId, "itemId is null");
    requireNonNull(itemType, "itemType is null");
    requireNonNull(neighborId, "neighborId is null");
    requireNonNull(neighborType, "neighborType is null");
  }
}
