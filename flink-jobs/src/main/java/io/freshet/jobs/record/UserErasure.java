package io.freshet.jobs.record;

import static java.util.Objects.requireNonNull;

/**
 * A user asked to be forgotten: what was ingested of them up to then must leave no trace.
 *
 * @param userId who
 * @param ingestedAtMillis when Kafka took the erasure, epoch milliseconds
 */
public record UserErasure(String userId, long ingestedAtMillis) {
  public UserErasure {
    requireNonNull(userId, "userId is null");
  }
}
