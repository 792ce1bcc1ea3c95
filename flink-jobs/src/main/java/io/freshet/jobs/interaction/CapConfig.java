package io.freshet.jobs.interaction;

import java.io.Serializable;

/**
 * How much one user may say, so that neither a heavy user nor a bot owns the graph. Days and
 * minutes are those of the stream's clock, never of the times that events bear: backdating evades
 * nothing. Weights are products of strengths; {@code Infinity} is no cap.
 *
 * <p>The defaults leave people as they are. Nobody listens 10 times a second, or 2,000 times a day.
 * A pair is capped once it weighs as much as ten full plays of each, an item once it weighs as much
 * as five full plays in one day, each among a hundred other interactions (the 50 kept before it and
 * the 50 after). Without the last, 2,000 events could add 100,000 to an item, 200 times as much.
 *
 * @param maxMinuteEvents events per user and minute, after which more are dropped; 1 to 10,000
 * @param maxDailyEvents events per user and day (UTC), after which more are dropped; 1 to 10,000
 * @param maxPairsPerEvent past interactions that one event is paired with, the nearest in time; of
 *     two as near, the earlier; 1 to 10,000
 * @param pairCap most that all pairs of the same two items add up to while both are in a user's
 *     history; more than 0
 * @param itemCap by how much one user may move an item's shares in a day: the shares of each
 *     neighbor type, top K or not, move by at most {@code itemCap / total weight} (L1), where the
 *     total weight includes the user's. Hence a user adds at most half of it per day to the edges
 *     of an item, over all neighbor types: adding {@code a} for a total of {@code W} moves shares
 *     by at most {@code 2a / W}. More than 0
 * @param dampingFrom events in a day from which on a user's events weigh less; at least 1
 * @param dampingExponent how much less: the {@code n}-th event of a day weighs {@code (dampingFrom
 *     / n)^dampingExponent}; 0, the default, is as much as any; at most 10
 */
public record CapConfig(
    int maxMinuteEvents,
    int maxDailyEvents,
    int maxPairsPerEvent,
    double pairCap,
    double itemCap,
    int dampingFrom,
    double dampingExponent)
    implements Serializable {
  private static final double MAX_EXPONENT = 10;

  public CapConfig {
    InteractionConfig.checkRange("maxMinuteEvents", maxMinuteEvents, 1);
    InteractionConfig.checkRange("maxDailyEvents", maxDailyEvents, 1);
    InteractionConfig.checkRange("maxPairsPerEvent", maxPairsPerEvent, 1);
    InteractionConfig.checkRange("dampingFrom", dampingFrom, 1);
    check("pairCap", pairCap > 0, pairCap);
    check("itemCap", itemCap > 0, itemCap);
    check(
        "dampingExponent",
        dampingExponent >= 0 && dampingExponent <= MAX_EXPONENT,
        dampingExponent);
  }

  /** 600 events a minute, 2,000 a day, 50 pairs each; 100 per pair, 1,000 per item; no damping. */
  public static CapConfig defaults() {
    return new CapConfig(600, 2_000, 50, 100, 1_000, 200, 0);
  }

  /** Most weight that a user adds to an item's edges in a day. */
  double maxItemWeight() {
    return itemCap / 2;
  }

  /** Factor for the weights that the {@code n}-th event of a day adds, more than 0, at most 1. */
  double damping(int n) {
    return n <= dampingFrom || dampingExponent == 0
        ? 1
        : Math.pow(dampingFrom / (double) n, dampingExponent);
  }

  private static void check(String name, boolean valid, double value) {
    if (!valid) {
      throw new IllegalArgumentException(
          "Cannot configure caps: %s is out of its range (%s)".formatted(name, value));
    }
  }
}
