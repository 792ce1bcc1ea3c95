package io.freshet.server.retrieval.ingest;

import io.freshet.server.retrieval.tower.TowerIndex;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Has the item vectors of one generation follow the use of the whole catalogue: once when the
 * statistics have been read, then every {@link #EVERY}. Thread-safe.
 */
final class TowerFollower implements AutoCloseable {
  /** One look at a million items takes about a second. */
  static final Duration EVERY = Duration.ofSeconds(30);

  private final TowerFollowers all;
  private final TowerIndex index;
  private final BooleanSupplier areStatisticsRead;
  private final InstantSource clock;
  private @Nullable Instant followedAt;

  TowerFollower(
      TowerFollowers all,
      TowerIndex index,
      BooleanSupplier areStatisticsRead,
      InstantSource clock) {
    this.all = all;
    this.index = index;
    this.areStatisticsRead = areStatisticsRead;
    this.clock = clock;
  }

  /** Whether every item vector is made from statistics that were read to their end. */
  synchronized boolean isSettled() {
    if (followedAt == null && areStatisticsRead.getAsBoolean()) {
      follow();
    }
    return followedAt != null;
  }

  /** Follows when it is time. */
  synchronized void turn() {
    if (followedAt != null && !clock.instant().isBefore(followedAt.plus(EVERY))) {
      follow();
    }
  }

  /** An item's statistics have changed. */
  void used(String id) {
    index.used(id);
  }

  @Override
  public void close() {
    all.remove(this);
  }

  private void follow() {
    followedAt = clock.instant();
    index.follow();
  }
}
