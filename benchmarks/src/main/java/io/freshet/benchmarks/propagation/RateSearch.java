package io.freshet.benchmarks.propagation;

/**
 * Finds the highest rate at which rounds stay on time: a rule without a clock.
 *
 * <pre>
 * CLIMB    times {@value #STEP} while on time; down as far while not, until one is on time
 * NARROW   between the highest rate on time and the lowest that was not, some halvings
 * HOLD     the highest rate on time, for more rounds; a little less whenever it is not
 * </pre>
 *
 * A rate is given up when it was late twice: a machine that others use too is late now and then at
 * any rate. What is held is never more than what was offered, and every round of it was on time.
 */
final class RateSearch {
  private static final double STEP = 4;
  private static final double LESS = .85;
  private static final int HALVINGS = 2;
  private static final int HOLDS = 5;
  private static final int TRIES = 12;

  private enum Phase {
    CLIMB,
    NARROW,
    HOLD,
    DONE
  }

  private final double least;
  private Phase phase = Phase.CLIMB;
  private double rate;
  private double onTime;
  private double late = Double.POSITIVE_INFINITY;
  private int halvings;
  private int holds;
  private int tries;
  private boolean isSecondChance;
  private boolean isHeld;

  /**
   * A search.
   *
   * @param first rate tried first, edges per second
   * @param least below this it is given up
   */
  RateSearch(double first, double least) {
    this.rate = first;
    this.least = least;
  }

  /** Rate to be tried next, or the one found. */
  double rate() {
    return rate;
  }

  /** Whether this rate is to be held for longer. */
  boolean isHolding() {
    return phase == Phase.HOLD;
  }

  boolean isDone() {
    return phase == Phase.DONE;
  }

  /** Whether the rate found was held on time; false when none was. */
  boolean isHeld() {
    return isHeld;
  }

  /** The rate was tried. */
  void tried(boolean wasOnTime) {
    tries++;
    if (phase != Phase.HOLD && !wasOnTime && !isSecondChance) {
      isSecondChance = true;
      return;
    }
    isSecondChance = false;
    switch (phase) {
      case CLIMB -> climb(wasOnTime);
      case NARROW -> narrow(wasOnTime);
      case HOLD -> hold(wasOnTime);
      case DONE -> throw new IllegalStateException("Cannot go on: the search is done");
    }
  }

  private void climb(boolean wasOnTime) {
    note(wasOnTime);
    if (onTime > 0 && late < Double.POSITIVE_INFINITY) {
      phase = Phase.NARROW;
      rate = Math.sqrt(onTime * late);
    } else {
      rate = wasOnTime ? rate * STEP : rate / STEP;
      phase = rate < least || (onTime == 0 && tries >= TRIES) ? Phase.DONE : phase;
    }
  }

  private void narrow(boolean wasOnTime) {
    note(wasOnTime);
    halvings++;
    if (halvings == HALVINGS || tries >= TRIES) {
      phase = Phase.HOLD;
      rate = onTime;
    } else {
      rate = Math.sqrt(onTime * late);
    }
  }

  private void hold(boolean wasOnTime) {
    holds++;
    isHeld = wasOnTime;
    if (wasOnTime || holds == HOLDS) {
      phase = Phase.DONE;
    } else {
      rate *= LESS;
    }
  }

  private void note(boolean wasOnTime) {
    if (wasOnTime) {
      onTime = Math.max(onTime, rate);
    } else {
      late = Math.min(late, rate);
    }
  }
}
