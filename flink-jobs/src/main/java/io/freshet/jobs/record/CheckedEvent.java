package io.freshet.jobs.record;

import static java.util.Objects.requireNonNull;

import io.freshet.schemas.Signal;

/**
 * A listening event that passed every check.
 *
 * @param eventId unique id of the event
 * @param userId who listened
 * @param itemId what was listened to
 * @param itemType type of the item
 * @param signal what the user did
 * @param occurredAtMillis when it happened, epoch milliseconds
 * @param playedMillis played time, or {@link #UNKNOWN}
 * @param durationMillis full length of the item, or {@link #UNKNOWN}
 * @param ingestedAtMillis when Kafka took it, epoch milliseconds
 * @param clockMillis the stream's own clock when it arrived, epoch milliseconds
 */
public record CheckedEvent(
    String eventId,
    String userId,
    String itemId,
    String itemType,
    Signal signal,
    long occurredAtMillis,
    long playedMillis,
    long durationMillis,
    long ingestedAtMillis,
    long clockMillis) {
  /** A time span that the producer did not give. */
  public static final long UNKNOWN = -1;

  public CheckedEvent {
    requireNonNull(eventId, "eventId is null");
    requireNonNull(userId, "userId is null");
    requireNonNull(itemId, "itemId is null");
    requireNonNull(itemType, "itemType is null");
    requireNonNull(signal, "signal is null");
  }
}
