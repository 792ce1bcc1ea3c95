package io.freshet.server.snapshot;

/** Yields snapshots of one replay. Mutable, one owner, one thread. */
public interface SnapshotSource {
  /**
   * What was known strictly before a moment.
   *
   * @param asOf epoch milliseconds, never less than in an earlier call
   * @throws IllegalArgumentException when it is less
   */
  Snapshot at(long asOf);
}
