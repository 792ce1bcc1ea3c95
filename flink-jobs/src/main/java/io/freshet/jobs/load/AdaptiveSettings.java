package io.freshet.jobs.load;

import io.freshet.jobs.record.ThresholdRange;
import io.freshet.jobs.record.Thresholds;
import java.io.Serializable;

/**
 * How a job gives up accuracy before it falls behind: delta and gamma of an embedding job, epsilon
 * of the graph job. Thresholds that are 0 stay 0.
 *
 * @param limit how many times its configured value a threshold may become; 1 for never
 * @param levels steps from the configured value to the limit; 0 for never
 * @param loosenAfter late rounds in a row before a step
 * @param tightenAfter punctual rounds in a row before a step back
 */
public record AdaptiveSettings(double limit, int levels, int loosenAfter, int tightenAfter)
    implements Serializable {
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

  /** Never. */
  public static AdaptiveSettings off() {
    return new AdaptiveSettings(1, 0, 1, 1);
  }

  /** Thresholds of an embedding job, by level. */
  public ThresholdRange range(Thresholds thresholds) {
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
