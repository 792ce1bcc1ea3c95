package io.freshet.server.evaluation;

import static java.util.Objects.requireNonNull;

import io.freshet.server.snapshot.Snapshot;
import io.freshet.server.snapshot.SnapshotSource;

/** Snapshots up to a split and none after it. */
final class UntilSplit implements SnapshotSource {
  private final SnapshotSource source;
  private final long splitAt;

  UntilSplit(SnapshotSource source, long splitAt) {
    this.source = requireNonNull(source, "source is null");
    this.splitAt = splitAt;
  }

  @Override
  public Snapshot at(long asOf) {
    if (asOf > splitAt) {
      throw new IllegalArgumentException(
          "Cannot learn from the future: %d is after the split at %d".formatted(asOf, splitAt));
    }
    return source.at(asOf);
  }
}
