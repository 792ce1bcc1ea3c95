package io.freshet.cli;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Turns Ctrl-C (or a kill) into an orderly end: the JVM first asks the work to stop and then waits,
 * up to a limit, until this is closed.
 */
final class CleanStop {
  private static final long PATIENCE_SECONDS = 20;

  private final CountDownLatch done = new CountDownLatch(1);
  private final Thread hook;

  private CleanStop(Runnable stop) {
    hook =
        new Thread(
            () -> {
              stop.run();
              awaitDone();
            },
            "freshet-stop");
  }

  /**
   * From now until closed, the end of the JVM asks this first.
   *
   * @param stop makes the work end soon; called from another thread
   */
  static CleanStop by(Runnable stop) {
    CleanStop cleanStop = new CleanStop(stop);
    Runtime.getRuntime().addShutdownHook(cleanStop.hook);
    return cleanStop;
  }

  /** The work has ended. */
  void close() {
    done.countDown();
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException alreadyEnding) {
      // The hook is running; it needs no more than the countdown.
      return;
    }
  }

  private void awaitDone() {
    try {
      if (!done.await(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
        System.err.println("freshet: ended before the work was done");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
