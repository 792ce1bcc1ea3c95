package io.freshet.cli.replay;

import static java.util.Objects.requireNonNull;

import io.freshet.schemas.ListeningEvent;
import java.time.Duration;
import java.time.Instant;
import java.util.Iterator;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/**
 * Sends events at a pace and reports about once a second. One replay at a time; {@link #stop} may
 * be called from any thread. When it falls behind its pace it catches up as fast as it can, for at
 * most {@value #PATIENCE_SECONDS} s: then it counts from where it is, so that a pause does not end
 * in a flood.
 */
public final class Replayer {
  static final long PATIENCE_SECONDS = 5;
  private static final long REPORT_NANOS = Duration.ofSeconds(1).toNanos();
  private static final long PATIENCE_NANOS = Duration.ofSeconds(PATIENCE_SECONDS).toNanos();

  private final Consumer<ListeningEvent> sink;
  private final Consumer<ReplayProgress> reports;
  private final LongSupplier nanoTime;
  private final CountDownLatch stopped = new CountDownLatch(1);

  /**
   * A replayer into a sink, usually {@link ListeningProducer#send(ListeningEvent)}.
   *
   * @param reports hears about progress about once a second
   * @param nanoTime like {@link System#nanoTime}
   */
  public Replayer(
      Consumer<ListeningEvent> sink, Consumer<ReplayProgress> reports, LongSupplier nanoTime) {
    this.sink = requireNonNull(sink, "sink is null");
    this.reports = requireNonNull(reports, "reports is null");
    this.nanoTime = requireNonNull(nanoTime, "nanoTime is null");
  }

  /** Ends a running replay before its next event, and all later ones at once. */
  public void stop() {
    stopped.countDown();
  }

  /**
   * Sends events until there are no more or {@link #stop} was called.
   *
   * @param events in event-time order
   * @return the final standing
   * @throws InterruptedException if interrupted while waiting for an event to be due
   */
  public ReplayProgress run(Iterator<ListeningEvent> events, Pace pace)
      throws InterruptedException {
    Run run = new Run(nanoTime.getAsLong());
    while (stopped.getCount() > 0 && events.hasNext()) {
      ListeningEvent event = events.next();
      if (run.first.equals(Instant.MIN)) {
        run.first = event.getOccurredAt();
      }
      if (!await(run, pace.due(run.sent, run.first, event.getOccurredAt()))) {
        break;
      }
      sink.accept(event);
      run.sent++;
      run.clock = event.getOccurredAt();
      report(run);
    }
    return run.standing(nanoTime.getAsLong(), 0, run.began);
  }

  /** Counters of one run. */
  private static final class Run {
    private final long began;
    private long origin;
    private Instant first = Instant.MIN;
    private Instant clock = Instant.MIN;
    private long sent;
    private long reportedAt;
    private long reportedSent;

    Run(long now) {
      began = now;
      origin = now;
      reportedAt = now;
    }

    ReplayProgress standing(long now, long sinceSent, long sinceNanos) {
      double seconds = Math.max(1, now - sinceNanos) / (double) REPORT_NANOS;
      return new ReplayProgress(
          sent, Duration.ofNanos(now - began), (sent - sinceSent) / seconds, clock);
    }
  }

  private void report(Run run) {
    long now = nanoTime.getAsLong();
    if (now - run.reportedAt >= REPORT_NANOS) {
      reports.accept(run.standing(now, run.reportedSent, run.reportedAt));
      run.reportedAt = now;
      run.reportedSent = run.sent;
    }
  }

  /** False if stopped while waiting. */
  private boolean await(Run run, Duration due) throws InterruptedException {
    if (due.isZero()) {
      return true;
    }
    for (; ; ) {
      long wait = run.origin + due.toNanos() - nanoTime.getAsLong();
      if (wait <= 0) {
        // Behind for too long: the schedule moves, instead of a burst.
        run.origin += Math.max(0, -wait - PATIENCE_NANOS);
        return true;
      }
      // In slices, so that reports go on through long gaps.
      if (stopped.await(Math.min(wait, REPORT_NANOS), TimeUnit.NANOSECONDS)) {
        return false;
      }
      report(run);
    }
  }
}
