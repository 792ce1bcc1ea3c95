package io.freshet.jobs.record;

import java.io.Serializable;

/**
 * How long a stage holds back a change that is below its threshold. The deadline is a round, spread
 * by a hash of the item over the last quarter of the time, so that items changed together are not
 * all followed up together.
 *
 * @param holdMillis longest time, in milliseconds of rounds
 * @param roundMillis length of a round; deadlines are multiples of it
 */
public record Patience(long holdMillis, long roundMillis) implements Serializable {
  private static final int SPREAD_STEPS = 1_024;

  public Patience {
    if (holdMillis < 0 || roundMillis < 1) {
      throw new IllegalArgumentException(
          "Cannot hold back: time must be 0 or more and round at least 1 ms (%d, %d)"
              .formatted(holdMillis, roundMillis));
    }
  }

  /** The round that ends the wait of an item's change that began to wait in a round. */
  public long deadline(String item, long round) {
    long spread = Math.floorMod(item.hashCode() * 0x9E3779B9, SPREAD_STEPS);
    long wait = holdMillis - holdMillis / 4 * spread / SPREAD_STEPS;
    return round + Math.max(1, (wait + roundMillis - 1) / roundMillis) * roundMillis;
  }
}
