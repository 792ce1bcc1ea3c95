package io.freshet.server.retrieval.grpc;

import io.freshet.server.retrieval.http.ErrorCode;
import io.prometheus.metrics.core.metrics.Counter;
import io.prometheus.metrics.core.metrics.Histogram;
import io.prometheus.metrics.model.registry.PrometheusRegistry;

/** How long calls take, and which errors they end in. Thread-safe. */
final class GrpcMetrics {
  private static final double[] BUCKETS_SECONDS = {
    .001, .0025, .005, .01, .025, .05, .1, .25, .5, 1, 2.5
  };

  private final Histogram seconds;
  private final Counter errors;

  GrpcMetrics(PrometheusRegistry registry) {
    seconds =
        Histogram.builder()
            .name("freshet_grpc_query_seconds")
            .help("Time to answer a gRPC call, by method.")
            .labelNames("method")
            .classicOnly()
            .classicUpperBounds(BUCKETS_SECONDS)
            .register(registry);
    errors =
        Counter.builder()
            .name("freshet_grpc_query_errors_total")
            .help("gRPC calls answered with an error, by error code.")
            .labelNames("code")
            .register(registry);
    for (ErrorCode code : ErrorCode.values()) {
      errors.initLabelValues(code.wireName());
    }
  }

  void answered(String method, long nanos) {
    seconds.labelValues(method).observe(nanos / 1e9);
  }

  void failed(ErrorCode code) {
    errors.labelValues(code.wireName()).inc();
  }
}
