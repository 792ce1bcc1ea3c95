package io.freshet.jobs.interaction;

import static java.util.Objects.requireNonNull;

import io.freshet.schemas.Signal;
import java.io.Serializable;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;

/**
 * How events become interactions and pairs.
 *
 * @param history interactions kept per user
 * @param horizon how long an interaction is kept
 * @param pairWindow largest distance in time of two interactions that make a pair
 * @param kernelHalfLife distance in time that halves the weight of a pair; zero means the distance
 *     does not matter
 * @param sessionGap largest distance in time of two neighbors in a session; zero means that a user
 *     has one session
 * @param acrossSessions part of its weight that a pair of two sessions has, 0 to 1; it gets the
 *     rest when an event in between joins the two
 * @param minPlay a play shorter than this says nothing, unless the item is that short
 * @param strengths strength per signal; a stream's is scaled by the share that was played
 * @param recentIds event ids remembered per user, at least, beyond those of the kept interactions;
 *     at most twice as many. With as many as a user may send in a day, a day sent again changes
 *     nothing
 * @param idRetention time by the stream's clock for which such an id is remembered, at least, when
 *     no more than {@code recentIds} come; at most twice as long and until the user's next event
 * @param caps what one user may add
 * @param publishInterval least time between two published histories of one user
 * @param cacheEntries interactions that each subtask holds decoded in memory, about 100 bytes each
 */
public record InteractionConfig(
    int history,
    Duration horizon,
    Duration pairWindow,
    Duration kernelHalfLife,
    Duration sessionGap,
    double acrossSessions,
    Duration minPlay,
    Map<Signal, Double> strengths,
    int recentIds,
    Duration idRetention,
    CapConfig caps,
    Duration publishInterval,
    int cacheEntries)
    implements Serializable {
  public InteractionConfig {
    requireNonNull(horizon, "horizon is null");
    requireNonNull(pairWindow, "pairWindow is null");
    requireNonNull(kernelHalfLife, "kernelHalfLife is null");
    requireNonNull(sessionGap, "sessionGap is null");
    requireNonNull(minPlay, "minPlay is null");
    requireNonNull(idRetention, "idRetention is null");
    requireNonNull(caps, "caps is null");
    requireNonNull(publishInterval, "publishInterval is null");
    strengths = Map.copyOf(strengths);
    checkRange("history", history, 1);
    checkRange("recentIds", recentIds, 0);
    if (sessionGap.isNegative() || !(acrossSessions >= 0 && acrossSessions <= 1)) {
      throw new IllegalArgumentException(
          "Cannot configure sessions: the gap must be 0 or more, the part across from 0 to 1 (%s, %s)"
              .formatted(sessionGap, acrossSessions));
    }
    if (cacheEntries < 1) {
      throw new IllegalArgumentException(
          "Cannot configure interactions: cacheEntries must be 1 or more (%d)"
              .formatted(cacheEntries));
    }
    for (Signal signal : Signal.values()) {
      Double strength = strengths.get(signal);
      if (strength == null || !(strength >= 0) || strength > MAX_STRENGTH) {
        throw new IllegalArgumentException(
            "Cannot weigh %s: its strength must be from 0 to %s (%s)"
                .formatted(signal, MAX_STRENGTH, strength));
      }
    }
  }

  /** Sums of products of strengths stay far from overflow. */
  private static final double MAX_STRENGTH = 1_000;

  private static final int MAX_COUNT = 10_000;

  /** 50 interactions, 90 days, pairs within 30 days whatever their distance, in one session. */
  public static InteractionConfig defaults() {
    return new InteractionConfig(
        50,
        Duration.ofDays(90),
        Duration.ofDays(30),
        Duration.ZERO,
        Duration.ZERO,
        0.25,
        Duration.ofSeconds(30),
        defaultStrengths(),
        2_000,
        Duration.ofDays(7),
        CapConfig.defaults(),
        Duration.ofSeconds(1),
        1_000_000);
  }

  private static Map<Signal, Double> defaultStrengths() {
    Map<Signal, Double> strengths = new EnumMap<>(Signal.class);
    strengths.put(Signal.STREAM, 1.0);
    strengths.put(Signal.COMPLETE, 1.0);
    strengths.put(Signal.SKIP, 0.0);
    strengths.put(Signal.LIKE, 1.0);
    strengths.put(Signal.FOLLOW, 1.0);
    strengths.put(Signal.SAVE, 1.0);
    strengths.put(Signal.PREVIEW, 0.25);
    strengths.put(Signal.INTENT, 0.25);
    return strengths;
  }

  static void checkRange(String name, int value, int least) {
    if (value < least || value > MAX_COUNT) {
      throw new IllegalArgumentException(
          "Cannot configure interactions: %s must be from %d to %d (%d)"
              .formatted(name, least, MAX_COUNT, value));
    }
  }
}
