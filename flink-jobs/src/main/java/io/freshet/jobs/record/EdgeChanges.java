package io.freshet.jobs.record;

import static java.util.Objects.requireNonNull;

/**
 * Changes of one item's edges to neighbors of one type, each neighbor once.
 *
 * @param itemId the item whose neighborhood changes
 * @param itemType its type
 * @param neighborType type of the neighbors
 * @param landmark what the weights are relative to, by the decay of the neighbor type
 * @param asOfMillis newest time of a weight, epoch milliseconds
 * @param ingestedAtMillis when Kafka took the oldest event behind them, epoch milliseconds
 * @param neighbors how many neighbors
 * @param weights of each its id and weight, in the format of the edge stage
 */
@SuppressWarnings("ArrayRecordComponent") // never changed after construction, never compared
public record EdgeChanges(
    String itemId,
    String itemType,
    String neighborType,
    long landmark,
    long asOfMillis,
    long ingestedAtMillis,
    int neighbors,
    byte[] weights) {
  public EdgeChanges {
    requireNonNull(itemId, "itemId is null");
    requireNonNull(itemType, "itemType is null");
    requireNonNull(neighborType, "neighborType is null");
    requireNonNull(weights, "weights is null");
  }
}
