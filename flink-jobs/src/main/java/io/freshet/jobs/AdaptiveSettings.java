package io.freshet.jobs;

import io.freshet.jobs.record.ThresholdRange;
import io.freshet.jobs.record.Thresholds;

/**
 * How an embedding job gives up accuracy before it falls behind. With delta and gamma 0 it never
 * does.
 *
 * @param limit how many times its configured value delta and gamma may become; 1 for never
 * @param levels steps from the configured value to the limit; 0 for never
 * @param loosenAfter late rounds in a row before a step
 * @param tightenAfter punctual rounds in a row before a step back
 */
public record AdaptiveSettings(double limit, int levels, int loosenAfter, int tightenAfter) {
  public AdaptiveSettings {
    check("limit", limit >= 1 && Double.isFinite(limit), "at least 1", limit);
    check("levels", levels >= 0, "0 or more", levels);
    check("loosen after", loosenAfter >= 1, "at least 1", loosenAfter);
    check("tighten after", tightenAfter >= 1, "at least 1", tightenAfter);
  }

  /** Up to four times in four steps, after 5 late rounds, back after 60 punctual ones. */
  public static AdaptiveSettings defaults() {
    return new AdaptiveSettings(4, 4, 5, 60);
  }

  ThresholdRange range(Thresholds thresholds) {
    if (thresholds.delta() == 0 && thresholds.gamma() == 0) {
      return ThresholdRange.fixed(thresholds);
    }
    return new ThresholdRange(
        thresholds,
        new Thresholds(thresholds.delta() * limit, thresholds.gamma() * limit, thresholds.theta()),
        levels);
  }

  private static void check(String what, boolean isRight, String rule, Object value) {
    if (!isRight) {
      throw new IllegalArgumentException(
          "Cannot configure adaptive thresholds: %s must be %s (%s)".formatted(what, rule, value));
    }
  }
}
