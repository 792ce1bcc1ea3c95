package io.freshet.server.retrieval.store;

import static java.util.Objects.requireNonNull;

import java.time.Instant;

/**
 * A snapshot on disk.
 *
 * @param createdAt when it was made
 * @param bytes of all its files, shared ones too
 */
public record Snapshot(Instant createdAt, long bytes) {
  public Snapshot {
    requireNonNull(createdAt, "createdAt is null");
  }

  static Snapshot of(SnapshotManifest manifest) {
    return new Snapshot(Instant.ofEpochMilli(manifest.createdAtMillis()), manifest.bytes());
  }
}
