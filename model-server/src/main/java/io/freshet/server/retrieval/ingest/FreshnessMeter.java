package io.freshet.server.retrieval.ingest;

import java.util.Arrays;

/**
 * A sliding window of the latest freshness samples. Thread-safe. Quantiles are by nearest rank, so
 * they are times that were really seen; taking them costs one sort of the window.
 */
final class FreshnessMeter {
  /** Samples remembered. */
  static final int WINDOW = 8192;

  private final long[] millis = new long[WINDOW];
  private long count;

  /** Remembers a sample; clocks that disagree may make it negative, which counts as zero. */
  synchronized void record(long sampleMillis) {
    millis[(int) (count % WINDOW)] = Math.max(0, sampleMillis);
    count++;
  }

  synchronized Freshness summary() {
    long[] sorted = Arrays.copyOf(millis, (int) Math.min(count, WINDOW));
    Arrays.sort(sorted);
    return new Freshness(quantile(sorted, 0.5), quantile(sorted, 0.99), count);
  }

  private static double quantile(long[] sorted, double share) {
    if (sorted.length == 0) {
      return Double.NaN;
    }
    return sorted[Math.max(0, (int) Math.ceil(share * sorted.length) - 1)];
  }
}
