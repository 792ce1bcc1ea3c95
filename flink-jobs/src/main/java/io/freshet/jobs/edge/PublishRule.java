package io.freshet.jobs.edge;

import static java.util.Objects.requireNonNull;

import java.util.function.DoubleSupplier;

/**
 * When a changed neighborhood is due.
 *
 * <p>Drifted by more than epsilon: at once, but no sooner than an interval after the last one.
 * Less: when its oldest change has waited for the max staleness. That deadline is shortened by up
 * to a quarter, by a hash of the item, so that items changed together (a bootstrap, a replay) are
 * not due together. Itself immutable.
 */
final class PublishRule {
  private static final int JITTER_STEPS = 1_024;

  private final EdgeConfig config;
  private final DoubleSupplier epsilon;

  /**
   * With an epsilon that may change.
   *
   * @param epsilon the one in force
   */
  PublishRule(EdgeConfig config, DoubleSupplier epsilon) {
    this.config = requireNonNull(config, "config is null");
    this.epsilon = requireNonNull(epsilon, "epsilon is null");
  }

  /** Whether what waits moved the shares by more than epsilon since they were last published. */
  boolean hasDrifted(Neighborhood item) {
    return config.driftEpsilon() == 0 || item.driftsBeyond(epsilon.getAsDouble());
  }

  /** Whether a timer will look at the item anyway before it may be published again. */
  boolean waitsForTheInterval(Neighborhood item) {
    return item.publishedAtMillis != Neighborhood.NEVER
        && item.timerAtMillis <= item.publishedAtMillis + config.publishInterval().toMillis();
  }

  /** When an item that has drifted is due, by the wall clock; may be in the past. */
  long dueMillis(Neighborhood item, long nowMillis) {
    return noSoonerThanTheInterval(item, nowMillis, nowMillis);
  }

  /** When an item whose pending change is held back is due, by the wall clock. */
  long deadlineMillis(String itemId, Neighborhood item, long nowMillis) {
    assert item.pendingSinceMillis != Neighborhood.NEVER;
    long deadline = item.pendingSinceMillis + patienceMillis(itemId);
    return noSoonerThanTheInterval(item, deadline, nowMillis);
  }

  private long noSoonerThanTheInterval(Neighborhood item, long dueMillis, long nowMillis) {
    if (item.publishedAtMillis == Neighborhood.NEVER) {
      return dueMillis;
    }
    // A clock that jumped back must not keep the item waiting for longer than the interval.
    long earliest =
        Math.min(item.publishedAtMillis, nowMillis) + config.publishInterval().toMillis();
    return Math.max(dueMillis, earliest);
  }

  private long patienceMillis(String itemId) {
    long jitter = Math.floorMod(itemId.hashCode() * 0x9E3779B9, JITTER_STEPS);
    long staleness = config.maxStaleness().toMillis();
    return staleness - staleness / 4 * jitter / JITTER_STEPS;
  }
}
