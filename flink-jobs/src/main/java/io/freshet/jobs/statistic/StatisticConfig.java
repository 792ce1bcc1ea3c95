package io.freshet.jobs.statistic;

import static java.util.Objects.requireNonNull;

import java.io.Serializable;
import java.time.Duration;

/**
 * When statistics are published.
 *
 * @param epsilon least change of the natural logarithm of 1 + count, against the decayed count last
 *     published; 0 publishes every change
 * @param publishInterval least time between two published statistics of one item
 * @param cacheEntries states of items that each subtask holds in memory, two per item of about a
 *     kilobyte
 */
public record StatisticConfig(double epsilon, Duration publishInterval, int cacheEntries)
    implements Serializable {
  public StatisticConfig {
    requireNonNull(publishInterval, "publishInterval is null");
    if (!(epsilon >= 0)) {
      throw new IllegalArgumentException(
          "Cannot configure statistics: epsilon must be 0 or more (%s)".formatted(epsilon));
    }
    if (cacheEntries < 1) {
      throw new IllegalArgumentException(
          "Cannot configure statistics: cacheEntries must be 1 or more (%d)"
              .formatted(cacheEntries));
    }
  }

  /** Five percent, one second, 50,000 items in memory. */
  public static StatisticConfig defaults() {
    return new StatisticConfig(0.05, Duration.ofSeconds(1), 100_000);
  }
}
