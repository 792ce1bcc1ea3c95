package io.freshet.jobs.interaction;

/**
 * What one user did in the newest day and minute of the stream's clock: how many events were
 * admitted, and how much weight they added to which item.
 *
 * <p>A clock that goes back by up to a day stays in the newest day and minute, so that records of
 * two partitions around midnight open no day twice. One that goes back further, as when a replay
 * begins, opens its own.
 *
 * <p>Mutable, one owner, one thread.
 */
final class Activity {
  private static final long MINUTE_MILLIS = 60_000;
  private static final long MINUTES_PER_DAY = 24 * 60;

  /** Days since 1970. */
  long day = History.NEVER;

  int eventsOfDay;

  /** Minutes since 1970. */
  long minute = History.NEVER;

  int eventsOfMinute;

  private final ItemWeights added = new ItemWeights();

  /** Weight added in the day, per item. */
  ItemWeights added() {
    return added;
  }

  /**
   * Counts an event, unless its minute or its day is full.
   *
   * @return false when one is
   */
  boolean admits(long clockMillis, CapConfig caps) {
    moveTo(Math.floorDiv(clockMillis, MINUTE_MILLIS));
    if (eventsOfMinute >= caps.maxMinuteEvents() || eventsOfDay >= caps.maxDailyEvents()) {
      return false;
    }
    eventsOfMinute++;
    eventsOfDay++;
    return true;
  }

  /** Forgets everything. */
  void clear() {
    day = History.NEVER;
    eventsOfDay = 0;
    minute = History.NEVER;
    eventsOfMinute = 0;
    added.clear();
  }

  private void moveTo(long newMinute) {
    if (newMinute > minute || newMinute < minute - MINUTES_PER_DAY) {
      minute = newMinute;
      eventsOfMinute = 0;
    }
    long newDay = Math.floorDiv(newMinute, MINUTES_PER_DAY);
    if (newDay > day || newDay < day - 1) {
      day = newDay;
      eventsOfDay = 0;
      added.clear();
    }
  }
}
