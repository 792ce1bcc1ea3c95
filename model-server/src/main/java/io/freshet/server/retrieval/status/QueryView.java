package io.freshet.server.retrieval.status;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Questions that this server answered in the last minute, by its own metrics. One owner. */
final class QueryView {
  static final String HISTOGRAM = "freshet_query_seconds";
  static final String ERRORS = "freshet_query_errors_total";

  /** What users ask; the page's own questions say nothing of them. */
  private static final Set<String> ENDPOINTS = Set.of("recommend", "search", "neighbors");

  private final CounterWindow seconds =
      new CounterWindow(Duration.ofMinutes(1), Duration.ofSeconds(2));
  private final CounterWindow errors =
      new CounterWindow(Duration.ofMinutes(1), Duration.ofSeconds(2));

  Status.Queries read(Instant now, Samples own) {
    Buckets buckets =
        Buckets.of(own, HISTOGRAM, sample -> ENDPOINTS.contains(sample.label("endpoint")));
    seconds.add(now, buckets.counts());
    errors.add(now, own.sum(ERRORS).orElse(0));
    Optional<CounterWindow.Change> asked = seconds.overall();
    return new Status.Queries(
        asked.map(it -> total(it.growth()) / it.seconds()).orElse(null),
        asked.map(it -> millis(.5, buckets.bounds(), it)).orElse(null),
        asked.map(it -> millis(.99, buckets.bounds(), it)).orElse(null),
        errors.overall().map(it -> it.perSecond(0)).orElse(null));
  }

  private static double total(double[] counts) {
    return counts.length == 0 ? 0 : counts[counts.length - 1];
  }

  private static @Nullable Double millis(
      double share, double[] bounds, CounterWindow.Change change) {
    double quantile = Buckets.quantile(share, bounds, change.growth());
    return Double.isNaN(quantile) ? null : quantile * 1000;
  }
}
