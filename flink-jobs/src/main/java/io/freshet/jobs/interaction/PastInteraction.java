package io.freshet.jobs.interaction;

import static java.util.Objects.requireNonNull;

import io.freshet.schemas.Signal;
import java.util.Comparator;

/**
 * One interaction in a user's history.
 *
 * @param eventHash 64-bit hash of the event id
 * @param itemId item
 * @param itemType its type
 * @param signal what the user did
 * @param strength how much it says, more than 0
 * @param occurredAtMillis when, epoch milliseconds
 * @param ingestedAtMillis when Kafka took its event, epoch milliseconds; {@link History#NEVER}
 *     where an earlier release did not note it
 */
record PastInteraction(
    long eventHash,
    String itemId,
    String itemType,
    Signal signal,
    double strength,
    long occurredAtMillis,
    long ingestedAtMillis) {
  /** Oldest first; equal times by hash, so that any order of arrival gives the same history. */
  static final Comparator<PastInteraction> BY_TIME =
      Comparator.comparingLong(PastInteraction::occurredAtMillis)
          .thenComparingLong(PastInteraction::eventHash);

  PastInteraction {
    requireNonNull(itemId, "itemId is null");
    requireNonNull(itemType, "itemType is null");
    requireNonNull(signal, "signal is null");
  }
}
