package io.freshet.jobs.load;

/**
 * The level of thresholds, from how punctual rounds are.
 *
 * <p>Rounds are those of the embedding job; the graph job looks at its own punctuality at the end
 * of every stretch of one length, which is a round here.
 *
 * <p>Idea: a round that took longer than its interval, or was told of later than one interval after
 * its end, is late. After some late rounds in a row thresholds are loosened by one level, and the
 * load (inputs per millisecond) at which that was necessary is remembered. They are tightened again
 * after some punctual rounds in a row with clearly less load than that. Where the load stays, the
 * overload may have been a pause of the machine; so they are tightened for a try, too, but every
 * try that fails doubles the wait before the next.
 *
 * <p>Bound: under a constant load the number of changes grows with the logarithm of time. After the
 * load has gone, level 0 is reached in about {@code levels * tightenAfter} rounds.
 *
 * @param level the level, 0 the tightest
 * @param late late rounds in a row; below 0 while some are forgiven
 * @param punctual punctual rounds in a row
 * @param load inputs per millisecond, smoothed
 * @param limit the load at which it was last loosened; 0 before
 * @param patience punctual rounds before a try under the same load
 * @param isTrying whether it was tightened for a try that has not lasted four times that long yet
 */
public record LoadLevel(
    int level, int late, int punctual, double load, double limit, int patience, boolean isTrying) {
  private static final double SMOOTHING = .2;
  private static final double CLEARLY_LESS = .7;
  private static final int TRIES_LATER = 10;
  private static final int GRACE = 10;
  private static final long LASTS = 4;
  private static final int LONGEST_WAIT = 1 << 28;

  /** Before the first round. */
  public static LoadLevel first(LoadSettings settings) {
    return new LoadLevel(0, 0, 0, 0, 0, TRIES_LATER * settings.tightenAfter(), false);
  }

  /**
   * After a round.
   *
   * @param lengthMillis from the end of the round before to its own
   * @param delayMillis from its end to now
   * @param inputs records that it read
   */
  public LoadLevel after(long lengthMillis, long delayMillis, long inputs, LoadSettings settings) {
    long interval = settings.interval().toMillis();
    boolean isLate = lengthMillis > interval || delayMillis > interval;
    double now = (double) inputs / Math.max(1, lengthMillis);
    LoadLevel next =
        new LoadLevel(
            level,
            isLate ? late + 1 : 0,
            isLate ? 0 : punctual + 1,
            load + SMOOTHING * (now - load),
            limit,
            patience,
            isTrying && punctual + 1 < LASTS * patience);
    if (next.late >= settings.loosenAfter()) {
      return next.loosened(settings);
    }
    return next.punctual >= settings.tightenAfter() ? next.punctualForLong() : next;
  }

  private LoadLevel loosened(LoadSettings settings) {
    if (level >= settings.levels()) {
      return this;
    }
    int longer = isTrying ? Math.min(LONGEST_WAIT, patience * 2) : patience;
    // What a failed try left undone makes some rounds late, though the level was enough before it.
    int grace = isTrying ? -GRACE * settings.loosenAfter() : 0;
    return new LoadLevel(level + 1, grace, 0, load, load, longer, false);
  }

  private LoadLevel punctualForLong() {
    if (level == 0) {
      return this;
    }
    if (load < CLEARLY_LESS * limit) {
      return new LoadLevel(level - 1, 0, 0, load, limit, patience, false);
    }
    return punctual >= patience
        ? new LoadLevel(level - 1, 0, 0, load, limit, patience, true)
        : this;
  }
}
