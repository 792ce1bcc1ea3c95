package io.freshet.server.retrieval.ingest;

import io.freshet.server.retrieval.tower.TowerIndex;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.BooleanSupplier;

/** The followers of all generations that are kept. Thread-safe. */
final class TowerFollowers {
  private final List<TowerFollower> followers = new CopyOnWriteArrayList<>();

  /** A follower of an index, told of statistics until it is closed. */
  TowerFollower follow(TowerIndex index, BooleanSupplier areStatisticsRead, InstantSource clock) {
    TowerFollower follower = new TowerFollower(this, index, areStatisticsRead, clock);
    followers.add(follower);
    return follower;
  }

  /** An item's statistics have changed. */
  void used(String id) {
    followers.forEach(follower -> follower.used(id));
  }

  /** Each follows when it is time. */
  void turn() {
    followers.forEach(TowerFollower::turn);
  }

  void remove(TowerFollower follower) {
    followers.remove(follower);
  }
}
