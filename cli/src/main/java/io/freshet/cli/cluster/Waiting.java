package io.freshet.cli.cluster;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** Waits for other processes. */
public final class Waiting {
  private static final long POLL_NANOS = TimeUnit.MILLISECONDS.toNanos(250);

  /** What may have happened, looked at again and again. */
  public interface Condition {
    /** Whether it has happened. */
    boolean holds() throws Exception;
  }

  private Waiting() {}

  /**
   * Waits until it holds.
   *
   * @param what for the message
   * @throws IllegalStateException when it does not in time
   */
  public static void until(String what, Duration patience, Condition condition) throws Exception {
    long end = System.nanoTime() + patience.toNanos();
    while (!condition.holds()) {
      if (System.nanoTime() > end) {
        throw new IllegalStateException(
            "Cannot go on with the cluster: waited %s in vain for %s".formatted(patience, what));
      }
      if (Thread.interrupted()) {
        throw new InterruptedException("interrupted while waiting for " + what);
      }
      LockSupport.parkNanos(POLL_NANOS);
    }
  }
}
