package io.freshet.server.inference.batch;

import java.time.Duration;

/**
 * Limits of a model's queue.
 *
 * @param maxRows requests are merged up to this many rows; a larger request runs alone
 * @param maxDelay longest a request waits for others to join it
 * @param queueRows rows that may wait; a request beyond is refused as UNAVAILABLE, and one larger
 *     than this as INVALID_ARGUMENT
 */
public record BatchLimits(int maxRows, Duration maxDelay, int queueRows) {
  public BatchLimits {
    if (maxRows < 1 || queueRows < maxRows) {
      throw new IllegalArgumentException(
          "Cannot limit batches: need 1 <= maxRows <= queueRows (%d, %d)"
              .formatted(maxRows, queueRows));
    }
    if (maxDelay.isNegative() || maxDelay.compareTo(Duration.ofMinutes(1)) > 0) {
      throw new IllegalArgumentException(
          "Cannot limit batches: maxDelay must be 0 to 1 minute (%s)".formatted(maxDelay));
    }
  }

  /** 256 rows, 2 ms, 16,384 rows. */
  public static BatchLimits defaults() {
    return new BatchLimits(256, Duration.ofMillis(2), 16_384);
  }
}
