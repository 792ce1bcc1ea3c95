package io.freshet.jobs.load;

import java.io.Serializable;
import java.time.Duration;

/**
 * When thresholds are loosened and tightened.
 *
 * @param levels steps from the tightest thresholds to the loosest; 0 for none
 * @param interval length of a round
 * @param loosenAfter late rounds in a row after which one step is taken
 * @param tightenAfter punctual rounds in a row after which one step is taken back
 */
public record LoadSettings(int levels, Duration interval, int loosenAfter, int tightenAfter)
    implements Serializable {
  public LoadSettings {
    check("levels", levels >= 0, levels);
    check("interval", interval.toMillis() >= 1, interval);
    check("loosen after", loosenAfter >= 1, loosenAfter);
    check("tighten after", tightenAfter >= 1, tightenAfter);
  }

  private static void check(String what, boolean isRight, Object value) {
    if (!isRight) {
      throw new IllegalArgumentException(
          "Cannot adapt thresholds: %s is out of range (%s)".formatted(what, value));
    }
  }
}
