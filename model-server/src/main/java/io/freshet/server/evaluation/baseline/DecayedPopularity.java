package io.freshet.server.evaluation.baseline;

import io.freshet.server.snapshot.EventLog;
import io.freshet.server.snapshot.Snapshot;
import org.jspecify.annotations.Nullable;

/**
 * Events per item, each halved with every half-life of its age; of any half-life, where a snapshot
 * counts with a few. Remembers the counts of the last snapshot. One thread.
 */
final class DecayedPopularity {
  private static final double DAY_MILLIS = 86_400_000;

  private final double halfLifeDays;
  private @Nullable Snapshot last;
  private double[] counts = {};

  /** Of a half-life in days; infinite does not decay. */
  DecayedPopularity(double halfLifeDays) {
    this.halfLifeDays = halfLifeDays;
  }

  /** Count per item as of the snapshot. */
  double[] of(Snapshot snapshot) {
    if (!snapshot.equals(last)) {
      counts = count(snapshot);
      last = snapshot;
    }
    return counts;
  }

  private double[] count(Snapshot snapshot) {
    double[] sums = new double[snapshot.items()];
    EventLog events = snapshot.events();
    for (int event = 0; event < events.size(); event++) {
      double ageDays = (snapshot.asOf() - events.time(event)) / DAY_MILLIS;
      sums[events.item(event)] += Math.pow(2, -ageDays / halfLifeDays);
    }
    return sums;
  }
}
