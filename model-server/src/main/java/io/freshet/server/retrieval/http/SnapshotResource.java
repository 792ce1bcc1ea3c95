package io.freshet.server.retrieval.http;

import io.freshet.server.retrieval.store.Snapshot;
import io.freshet.server.retrieval.store.StoreException;
import io.javalin.http.Context;
import java.util.Optional;
import java.util.function.Supplier;

/** {@code POST /api/snapshots}: takes a snapshot now, and answers once it is on disk. */
final class SnapshotResource {
  private record Taken(String createdAt, long bytes) {}

  private final Optional<Supplier<Snapshot>> snapshots;

  SnapshotResource(Optional<Supplier<Snapshot>> snapshots) {
    this.snapshots = snapshots;
  }

  void take(Context context) {
    Supplier<Snapshot> taker =
        snapshots.orElseThrow(
            () ->
                new RequestException(
                    ErrorCode.SNAPSHOTS_OFF,
                    "Cannot take a snapshot: the server was started without --snapshot-dir"));
    try {
      Snapshot taken = taker.get();
      context.json(new Taken(taken.createdAt().toString(), taken.bytes()));
    } catch (StoreException e) {
      throw new RequestException(ErrorCode.SNAPSHOT_FAILED, String.valueOf(e.getMessage()));
    }
  }
}
