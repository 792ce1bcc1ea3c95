package io.freshet.cli.playground;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Ends a playground: raised once, by Ctrl-C or the end of its time. Safe for several threads. */
public final class StopSignal {
  private final CountDownLatch raised = new CountDownLatch(1);

  /** Asks everything that waits to end. */
  public void raise() {
    raised.countDown();
  }

  boolean isRaised() {
    return raised.getCount() == 0;
  }

  /**
   * Waits that long.
   *
   * @return true when the signal was raised before the time was over
   */
  boolean await(Duration time) throws InterruptedException {
    return raised.await(time.toMillis(), TimeUnit.MILLISECONDS);
  }

  /**
   * Waits that long, while preparing.
   *
   * @throws StoppedException when the signal was raised before the time was over
   */
  void pause(Duration time) throws InterruptedException {
    if (await(time)) {
      throw new StoppedException();
    }
  }
}
