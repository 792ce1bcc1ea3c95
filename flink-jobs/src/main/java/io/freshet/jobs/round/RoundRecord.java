package io.freshet.jobs.round;

import static java.util.Objects.requireNonNull;

import io.freshet.jobs.kafka.RawRecord;

/**
 * A raw record and the round it was read in.
 *
 * @param raw the record
 * @param round end of the round, epoch milliseconds; 0 for the backlog
 */
public record RoundRecord(RawRecord raw, long round) {
  public RoundRecord {
    requireNonNull(raw, "raw is null");
  }
}
