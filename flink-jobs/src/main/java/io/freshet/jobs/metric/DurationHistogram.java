package io.freshet.jobs.metric;

import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicLongArray;
import org.apache.flink.metrics.Gauge;
import org.apache.flink.metrics.MetricGroup;

/**
 * How long things took, as a histogram that can be summed over subtasks: Flink's own histograms are
 * exported as quantiles, which cannot. Exports what Prometheus expects of one: {@code
 * <name>_seconds_bucket} with the label {@code le}, {@code <name>_seconds_sum} and {@code
 * <name>_seconds_count}, and the same bounds as the retrieval server's histogram of freshness.
 *
 * <p>One thread observes; the threads of metric reporters read.
 */
public final class DurationHistogram {
  /** Upper bounds of the buckets, in milliseconds; the last bucket has none. */
  private static final long[] BOUNDS_MILLIS = {
    50, 100, 250, 500, 1_000, 2_000, 3_000, 5_000, 7_500, 10_000, 15_000, 30_000, 60_000, 120_000,
    300_000, 900_000, 3_600_000
  };

  private final AtomicLongArray buckets = new AtomicLongArray(BOUNDS_MILLIS.length + 1);
  private final AtomicLong sumMillis = new AtomicLong();

  /**
   * A histogram of an operator.
   *
   * @param name without unit
   */
  public DurationHistogram(MetricGroup operator, String name) {
    String seconds = name + "_seconds";
    for (int bucket = 0; bucket <= BOUNDS_MILLIS.length; bucket++) {
      int last = bucket;
      JobMetrics.of(operator, "le", label(bucket))
          .gauge(seconds + "_bucket", (Gauge<Long>) () -> countUpTo(last));
    }
    MetricGroup ours = JobMetrics.of(operator);
    ours.gauge(seconds + "_sum", (Gauge<Double>) () -> sumMillis.get() / 1e3);
    ours.gauge(seconds + "_count", (Gauge<Long>) () -> countUpTo(BOUNDS_MILLIS.length));
  }

  /** One of them took so long; a negative time, which clocks can make, is none. */
  public void observe(long millis) {
    long taken = Math.max(0, millis);
    int bucket = 0;
    while (bucket < BOUNDS_MILLIS.length && taken > BOUNDS_MILLIS[bucket]) {
      bucket++;
    }
    buckets.lazySet(bucket, buckets.get(bucket) + 1);
    sumMillis.lazySet(sumMillis.get() + taken);
  }

  private long countUpTo(int last) {
    long count = 0;
    for (int bucket = 0; bucket <= last; bucket++) {
      count += buckets.get(bucket);
    }
    return count;
  }

  /** As Prometheus and its client libraries write it: {@code 0.05}, {@code 1.0}, {@code +Inf}. */
  private static String label(int bucket) {
    return bucket == BOUNDS_MILLIS.length ? "+Inf" : Double.toString(BOUNDS_MILLIS[bucket] / 1e3);
  }
}
