package io.freshet.jobs.edge;

import static java.util.Objects.requireNonNull;

import io.freshet.jobs.load.AdaptiveSettings;
import java.io.Serializable;
import java.time.Duration;
import java.util.Map;

/**
 * How edges are weighed, kept and published.
 *
 * @param halfLife time that halves an edge's weight, where the neighbor's type has none of its own
 * @param halfLives half-life per neighbor type
 * @param candidates most neighbors kept per neighbor type
 * @param topK most neighbors published per neighbor type
 * @param minSupport users that must have paired a neighbor with an item before it is published; an
 *     evicted neighbor starts anew
 * @param driftEpsilon a neighborhood is published when its L1 distance to what was last published
 *     is larger; from 0 (every change) to 2 (none)
 * @param maxStaleness a change is published at the latest after this time
 * @param publishInterval least time between two published neighborhoods of one item
 * @param bundleSize edge updates held in memory before they are applied
 * @param bundleDelay longest time that an edge update is held: once before it is sent to its item
 *     and once before it is applied
 * @param cacheEntries candidates that each subtask holds decoded in memory, about 50 bytes each
 * @param takedowns most items remembered as taken down
 * @param sweep time within which an item that was taken down leaves every neighborhood
 * @param sweepRate items that each subtask looks at per second of a sweep, at most; half the sweep
 *     time must be enough for all of them
 * @param adaptive how epsilon is loosened under load
 * @param adaptiveLag how old most events may be when they are applied, besides waiting in bundles,
 *     before that counts as load
 */
public record EdgeConfig(
    Duration halfLife,
    Map<String, Duration> halfLives,
    int candidates,
    int topK,
    int minSupport,
    double driftEpsilon,
    Duration maxStaleness,
    Duration publishInterval,
    int bundleSize,
    Duration bundleDelay,
    int cacheEntries,
    int takedowns,
    Duration sweep,
    int sweepRate,
    AdaptiveSettings adaptive,
    Duration adaptiveLag)
    implements Serializable {
  private static final int MAX_CANDIDATES = 4_096;

  /** Half of the bits by which users are told apart: more would seldom all be set. */
  private static final int MAX_SUPPORT = Shown.USER_BITS / 2;

  public EdgeConfig {
    requireNonNull(halfLife, "halfLife is null");
    halfLives = Map.copyOf(halfLives);
    requireNonNull(maxStaleness, "maxStaleness is null");
    requireNonNull(publishInterval, "publishInterval is null");
    requireNonNull(bundleDelay, "bundleDelay is null");
    requireNonNull(sweep, "sweep is null");
    requireNonNull(adaptive, "adaptive is null");
    requireNonNull(adaptiveLag, "adaptiveLag is null");
    checkRange("candidates", candidates, MAX_CANDIDATES);
    checkRange("topK", topK, candidates);
    checkRange("minSupport", minSupport, MAX_SUPPORT);
    checkRange("bundleSize", bundleSize, 1_000_000);
    checkRange("cacheEntries", cacheEntries, Integer.MAX_VALUE);
    checkRange("takedowns", takedowns, 10_000_000);
    checkRange("sweepRate", sweepRate, 1_000_000);
    if (!(driftEpsilon >= 0 && driftEpsilon <= 2)) {
      throw new IllegalArgumentException(
          "Cannot configure edges: driftEpsilon must be from 0 to 2 (%s)".formatted(driftEpsilon));
    }
    if (adaptiveLag.toMillis() < 1) {
      throw new IllegalArgumentException(
          "Cannot configure edges: adaptiveLag must be at least 1 ms (%s)".formatted(adaptiveLag));
    }
  }

  /**
   * Half-life 365 days, 256 candidates, top 64, drift .05, staleness an hour, bundles of a quarter
   * of a second, epsilon up to four times as large while events are more than two seconds late.
   */
  public static EdgeConfig defaults() {
    return new EdgeConfig(
        Duration.ofDays(365),
        Map.of(),
        256,
        64,
        1,
        0.05,
        Duration.ofHours(1),
        Duration.ofSeconds(1),
        400_000,
        Duration.ofMillis(250),
        4_000_000,
        200_000,
        Duration.ofHours(1),
        1_000,
        AdaptiveSettings.defaults(),
        Duration.ofSeconds(2));
  }

  private static void checkRange(String name, int value, int most) {
    if (value < 1 || value > most) {
      throw new IllegalArgumentException(
          "Cannot configure edges: %s must be from 1 to %d (%d)".formatted(name, most, value));
    }
  }
}
