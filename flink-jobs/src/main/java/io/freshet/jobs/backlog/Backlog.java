package io.freshet.jobs.backlog;

import org.apache.flink.streaming.api.watermark.Watermark;
import org.apache.flink.streaming.runtime.watermarkstatus.WatermarkStatus;

/**
 * What an operator knows of the backlog of its input, and when it may publish what has changed.
 *
 * <p>Idea: while there is backlog, a changed key gets a timer like any other that waits; when the
 * timer fires and there still is backlog, it is set again. The wait is a quarter of the time that
 * the backlog has taken so far, within bounds, and anywhere in its second half by a hash of the
 * key: so a key costs few timers, and at the end all are due spread over that wait. What changes
 * then waits for its timer too, or the keys that are changed most would all be published at once.
 *
 * <p>Mutable, one owner, one thread.
 */
public final class Backlog {
  private static final long LEAST_WAIT_MILLIS = 1_000;
  private static final long LONGEST_WAIT_MILLIS = 60_000;
  private static final int STEPS = 1_024;

  /** Timers of one time fire together, which is cheaper than one by one. */
  private static final long GRID_MILLIS = 100;

  /** Larger bundles are cheaper, and nobody waits. */
  private static final int DELAYS = 8;

  private final long beganAtMillis;
  private boolean isRead;
  private boolean isIdle;
  private long drainedAtMillis = Long.MAX_VALUE;

  /**
   * Of an operator that begins: unread until it hears otherwise.
   *
   * @param nowMillis wall clock, epoch milliseconds
   */
  public Backlog(long nowMillis) {
    beganAtMillis = nowMillis;
  }

  /** A watermark of the input has come. */
  public void advance(Watermark watermark, long nowMillis) {
    if (!isRead && watermark.getTimestamp() >= BacklogWatermarks.READ) {
      isRead = true;
      drainedAtMillis = nowMillis + waitMillis(nowMillis);
    }
  }

  /** The input has become idle, or is not any more. */
  public void advance(WatermarkStatus status) {
    isIdle = status.isIdle();
  }

  /** Whether changes may be published. */
  public boolean isRead() {
    return isRead || isIdle;
  }

  /** When a key that is changed now is to be looked at again, by the wall clock. */
  public long dueMillis(String key, long nowMillis) {
    long half = waitMillis(nowMillis) / 2;
    long jitter = Math.floorMod(key.hashCode() * 0x9E3779B9, STEPS);
    long due = nowMillis + half + half * jitter / STEPS;
    return due + Math.floorMod(-due, GRID_MILLIS);
  }

  /** Whether a timer is one that a key got while there was backlog: it is waited for. */
  public boolean covers(long timerAtMillis, long nowMillis) {
    return !isRead() || (nowMillis < drainedAtMillis && timerAtMillis <= drainedAtMillis);
  }

  /**
   * How long changes may wait to be applied together.
   *
   * @param delayMillis how long they may when somebody waits for them
   */
  public long bundleDelayMillis(long delayMillis) {
    return isRead() ? delayMillis : DELAYS * delayMillis;
  }

  private long waitMillis(long nowMillis) {
    long quarter = (nowMillis - beganAtMillis) / 4;
    return Math.max(LEAST_WAIT_MILLIS, Math.min(LONGEST_WAIT_MILLIS, quarter));
  }
}
