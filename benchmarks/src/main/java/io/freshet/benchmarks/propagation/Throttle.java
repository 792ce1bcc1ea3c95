package io.freshet.benchmarks.propagation;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.apache.flink.api.connector.source.lib.NumberSequenceSource.NumberSequenceSplit;
import org.apache.flink.api.connector.source.util.ratelimit.RateLimiter;
import org.apache.flink.api.connector.source.util.ratelimit.RateLimiterStrategy;

/**
 * How fast edges are offered; may be changed while the source runs. One rate for all sources of
 * this JVM: Flink makes the limiters from a serialized strategy.
 */
final class Throttle implements RateLimiterStrategy<NumberSequenceSplit> {
  private static final long serialVersionUID = 1;
  private static final long RETRY_MILLIS = 2;
  private static final double BURST_SECONDS = .1;
  private static final ScheduledExecutorService TIMER =
      Executors.newSingleThreadScheduledExecutor(
          task -> {
            Thread thread = new Thread(task, "bench-throttle");
            thread.setDaemon(true);
            return thread;
          });

  private static volatile double edgesPerSecond;

  /** Offers so many edges a second from now on, over all subtasks. */
  static void offer(double perSecond) {
    edgesPerSecond = perSecond;
  }

  @Override
  public RateLimiter<NumberSequenceSplit> createRateLimiter(int parallelism) {
    return new Limiter(parallelism);
  }

  /** A bucket of one subtask, asked for one chunk at a time. */
  private static final class Limiter implements RateLimiter<NumberSequenceSplit> {
    private final int parallelism;
    private double edges;
    private long filledAtNanos = System.nanoTime();

    Limiter(int parallelism) {
      this.parallelism = parallelism;
    }

    @Override
    public CompletionStage<Void> acquire(int chunks) {
      CompletableFuture<Void> granted = new CompletableFuture<>();
      grant(chunks * EdgeFeed.CHUNK, granted);
      return granted;
    }

    private void grant(int wanted, CompletableFuture<Void> granted) {
      if (take(wanted)) {
        granted.complete(null);
      } else {
        ScheduledFuture<?> unused =
            TIMER.schedule(() -> grant(wanted, granted), RETRY_MILLIS, TimeUnit.MILLISECONDS);
      }
    }

    private synchronized boolean take(int wanted) {
      double rate = edgesPerSecond / parallelism;
      long now = System.nanoTime();
      double most = rate * BURST_SECONDS + wanted;
      edges = Math.min(most, edges + rate * (now - filledAtNanos) / 1e9);
      filledAtNanos = now;
      if (edges < wanted) {
        return false;
      }
      edges -= wanted;
      return true;
    }
  }
}
