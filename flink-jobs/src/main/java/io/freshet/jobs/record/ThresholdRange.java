package io.freshet.jobs.record;

import static java.util.Objects.requireNonNull;

import java.io.Serializable;

/**
 * Thresholds by level: level 0 is the tightest, every further one loosens delta and gamma by the
 * same factor, the last one has the loosest. Theta stays.
 *
 * @param tightest thresholds of level 0
 * @param loosest thresholds of the last level; those of level 0 at least
 * @param levels levels above 0; 0 when thresholds never change
 */
public record ThresholdRange(Thresholds tightest, Thresholds loosest, int levels)
    implements Serializable {
  public ThresholdRange {
    requireNonNull(tightest, "tightest is null");
    requireNonNull(loosest, "loosest is null");
    if (levels < 0 || loosest.delta() < tightest.delta() || loosest.gamma() < tightest.gamma()) {
      throw new IllegalArgumentException(
          "Cannot adapt thresholds: limits must not be below them, levels not below 0 (%s, %s, %d)"
              .formatted(tightest, loosest, levels));
    }
  }

  /** Thresholds that never change. */
  public static ThresholdRange fixed(Thresholds thresholds) {
    return new ThresholdRange(thresholds, thresholds, 0);
  }

  /** Thresholds of a level; one above the last counts as the last. */
  public Thresholds at(int level) {
    double way = levels == 0 ? 0 : Math.min(1, (double) level / levels);
    return new Thresholds(
        between(tightest.delta(), loosest.delta(), way),
        between(tightest.gamma(), loosest.gamma(), way),
        tightest.theta());
  }

  private static double between(double tight, double loose, double way) {
    return way == 0 || tight == 0 ? tight : tight * Math.pow(loose / tight, way);
  }
}
