package io.freshet.server.retrieval.ingest;

import io.freshet.server.retrieval.tower.TowerIndex;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Has the item vectors of one generation follow the use of the whole catalogue: once when its
 * embeddings and the statistics have been read, then every {@link #EVERY}. One thread turns it; any
 * may ask and tell.
 */
final class TowerFollower implements AutoCloseable {
  /** One look at a million items takes half a second. */
  static final Duration EVERY = Duration.ofSeconds(30);

  private final TowerFollowers all;
  private final TowerIndex index;
  private final BooleanSupplier areStatisticsRead;
  private final InstantSource clock;
  private volatile BooleanSupplier areEmbeddingsRead = () -> false;
  private volatile @Nullable Instant followedAt;

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

  /** Says how to tell that the embeddings of the start have been read. */
  void follows(BooleanSupplier areRead) {
    areEmbeddingsRead = areRead;
  }

  /** Whether every item vector is made, from statistics that were read to their end. */
  boolean isSettled() {
    return followedAt != null;
  }

  /** Follows when it is time. */
  void turn() {
    if (isDue()) {
      Instant now = clock.instant();
      index.follow();
      followedAt = now;
    }
  }

  private boolean isDue() {
    Instant last = followedAt;
    return last == null
        ? areEmbeddingsRead.getAsBoolean() && areStatisticsRead.getAsBoolean()
        : !clock.instant().isBefore(last.plus(EVERY));
  }

  /** An item's statistics have changed. */
  void used(String id) {
    index.used(id);
  }

  @Override
  public void close() {
    all.remove(this);
  }
}
