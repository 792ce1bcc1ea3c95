package io.freshet.jobs.record;

import static java.util.Objects.requireNonNull;

import io.freshet.schemas.Signal;

/**
 * What one accepted event says about a user and an item.
 *
 * @param userId who
 * @param itemId what
 * @param itemType type of the item
 * @param signal what the user did
 * @param strength how much it says, 0 or more; 0 says nothing, such as a skip
 * @param occurredAtMillis when, epoch milliseconds
 * @param ingestedAtMillis when Kafka took the event, epoch milliseconds
 */
public record Interaction(
    String userId,
    String itemId,
    String itemType,
    Signal signal,
    double strength,
    long occurredAtMillis,
    long ingestedAtMillis) {
  public Interaction {
    requireNonNull(userId, "userId is null");
    requireNonNull(itemId, "itemId is null");
    requireNonNull(itemType, "itemType is null");
    requireNonNull(signal, "signal is null");
  }
}
