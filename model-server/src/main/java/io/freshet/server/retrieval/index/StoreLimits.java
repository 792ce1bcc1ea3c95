package io.freshet.server.retrieval.index;

import static java.util.Objects.requireNonNull;

import java.time.Duration;

/**
 * Bounds of one store.
 *
 * @param keys most keys held
 * @param tombstones most deleted keys remembered; beyond it the oldest are forgotten early
 * @param tombstoneRetention how long the version of a deleted key is remembered
 */
public record StoreLimits(int keys, int tombstones, Duration tombstoneRetention) {
  public StoreLimits {
    requireNonNull(tombstoneRetention, "tombstoneRetention is null");
    if (keys < 1 || tombstones < 1) {
      throw new IllegalArgumentException(
          "Cannot bound a store: keys and tombstones must be at least 1 (%d, %d)"
              .formatted(keys, tombstones));
    }
    if (tombstoneRetention.isNegative()) {
      throw new IllegalArgumentException(
          "Cannot bound a store: tombstone retention is negative (%s)"
              .formatted(tombstoneRetention));
    }
  }

  /** Two million keys, one million tombstones, a day and an hour. */
  public static StoreLimits defaults() {
    return new StoreLimits(2_000_000, 1_000_000, Duration.ofHours(25));
  }
}
