package io.freshet.server.retrieval.store;

import static java.util.Objects.requireNonNull;

import java.nio.file.Path;
import java.time.Duration;

/**
 * Where snapshots go, and how often.
 *
 * @param directory of this server alone
 * @param interval from the end of one to the start of the next
 * @param deletionRetention how long deletions are remembered
 */
public record SnapshotConfig(Path directory, Duration interval, Duration deletionRetention) {
  public SnapshotConfig {
    requireNonNull(directory, "directory is null");
    if (interval.isNegative() || interval.isZero() || deletionRetention.isNegative()) {
      throw new IllegalArgumentException(
          "Cannot take snapshots: the interval must be positive (%s)".formatted(interval));
    }
  }
}
