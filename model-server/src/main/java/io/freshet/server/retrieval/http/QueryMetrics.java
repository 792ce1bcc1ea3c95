package io.freshet.server.retrieval.http;

import io.javalin.http.Handler;
import io.prometheus.metrics.core.metrics.Counter;
import io.prometheus.metrics.core.metrics.Histogram;
import io.prometheus.metrics.model.registry.PrometheusRegistry;

/** How long queries take, and which errors they end in. */
final class QueryMetrics {
  private static final double[] BUCKETS_SECONDS = {
    .001, .0025, .005, .01, .025, .05, .1, .25, .5, 1, 2.5
  };

  private final Histogram seconds;
  private final Counter errors;

  QueryMetrics(PrometheusRegistry registry) {
    seconds =
        Histogram.builder()
            .name("freshet_query_seconds")
            .help("Time to answer a query, by endpoint.")
            .labelNames("endpoint")
            .classicOnly()
            .classicUpperBounds(BUCKETS_SECONDS)
            .register(registry);
    errors =
        Counter.builder()
            .name("freshet_query_errors_total")
            .help("Requests answered with an error, by error code.")
            .labelNames("code")
            .register(registry);
    for (ErrorCode code : ErrorCode.values()) {
      errors.initLabelValues(code.wireName());
    }
  }

  Handler timed(String endpoint, Handler handler) {
    seconds.initLabelValues(endpoint);
    return context -> {
      long startNanos = System.nanoTime();
      try {
        handler.handle(context);
      } finally {
        seconds.labelValues(endpoint).observe((System.nanoTime() - startNanos) / 1e9);
      }
    };
  }

  void failed(ErrorCode code) {
    errors.labelValues(code.wireName()).inc();
  }
}
