package io.freshet.jobs.round;

import java.time.Duration;

/**
 * Numbers of rounds. A round is a wall-clock interval and is named after its end; the backlog is
 * round 0. Never hands out a round that has ended, whatever the wall clock does: when it jumps
 * back, rounds go on from the last one, an interval at a time.
 *
 * <pre>
 * floor = BACKLOG   the backlog is being read; every record belongs to round 0, none has ended
 * floor = F         all rounds up to F have ended
 * </pre>
 */
final class RoundClock {
  /** Floor while the backlog is being read. */
  static final long BACKLOG = -1;

  private final long intervalMillis;
  private long floor;

  /**
   * A clock.
   *
   * @param interval length of a round
   * @param floor newest round that has ended, or {@link #BACKLOG}
   */
  RoundClock(Duration interval, long floor) {
    this.intervalMillis = interval.toMillis();
    this.floor = floor;
    if (intervalMillis < 1) {
      throw new IllegalArgumentException(
          "Cannot count rounds: interval must be at least 1 ms (%s)".formatted(interval));
    }
  }

  long floor() {
    return floor;
  }

  boolean isLive() {
    return floor != BACKLOG;
  }

  /**
   * Goes on after a restore. Rounds that ended since the snapshot are not in its floor; the wall
   * clock bounds them.
   */
  void resume(long nowMillis) {
    if (isLive()) {
      floor = Math.max(floor, lastEnd(nowMillis));
    }
  }

  /** The backlog has been read: its round has ended. */
  void goLive() {
    floor = Math.max(floor, 0);
  }

  /** Round of a record read now. */
  long round(long nowMillis) {
    return isLive() ? Math.max(lastEnd(nowMillis), floor) + intervalMillis : 0;
  }

  /** Ends every round up to now, at least one; yields the newest. */
  long end(long nowMillis) {
    floor = Math.max(lastEnd(nowMillis), floor + intervalMillis);
    return floor;
  }

  /** When the round of now ends. */
  long nextEnd(long nowMillis) {
    return lastEnd(nowMillis) + intervalMillis;
  }

  private long lastEnd(long nowMillis) {
    return Math.floorDiv(nowMillis, intervalMillis) * intervalMillis;
  }
}
