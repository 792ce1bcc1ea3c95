package io.freshet.server.inference;

import io.freshet.server.inference.batch.BatchMeter;
import io.prometheus.metrics.core.metrics.Counter;
import io.prometheus.metrics.core.metrics.Gauge;
import io.prometheus.metrics.core.metrics.Histogram;
import io.prometheus.metrics.instrumentation.jvm.JvmMetrics;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.util.concurrent.TimeUnit;

/**
 * Prometheus metrics of one server. Labels are model names of loaded models, codes and outcomes
 * from closed sets: a caller cannot make series.
 */
final class InferenceMetrics {
  /** Model label of requests that name no loaded model. */
  static final String UNKNOWN_MODEL = "unknown";

  private static final String MODEL = "model";
  private static final String PREFIX = "freshet_inference_";
  private static final double[] SECONDS = {
    .0005, .001, .0025, .005, .01, .025, .05, .1, .25, .5, 1, 2.5, 5, 10, 30
  };

  private final PrometheusRegistry registry = new PrometheusRegistry();
  private final Counter requests =
      counter("requests_total", "Requests by outcome; OK or an error code.", MODEL, "code");
  private final Counter rows = counter("rows_total", "Rows run.", MODEL);
  private final Counter failedRows =
      counter("failed_rows_total", "Rows that failed alone: bad input or bad output.", MODEL);
  private final Counter batches = counter("batches_total", "Runs of the model.", MODEL);
  private final Counter splits =
      counter("batch_splits_total", "Batches that failed and were tried in parts.", MODEL);
  private final Counter loads =
      counter("release_loads_total", "Releases loaded, by outcome.", "outcome");
  private final Histogram queueSeconds =
      histogram("queue_seconds", "From a request's arrival to its run.");
  private final Histogram computeSeconds = histogram("compute_seconds", "One run of the model.");
  private final Gauge pendingRows = gauge("pending_rows", "Rows that wait.", MODEL);
  private final Gauge modelInfo = gauge("model_info", "1 per loaded model.", MODEL, "version");
  private final Gauge lastLoad = gauge("last_load_timestamp_seconds", "Last successful load.");

  InferenceMetrics() {
    JvmMetrics.builder().register(registry);
  }

  PrometheusRegistry registry() {
    return registry;
  }

  /** Meter of a model's queue. */
  BatchMeter meter(String model) {
    return new BatchMeter() {
      @Override
      public void waited(long nanos) {
        queueSeconds.labelValues(model).observe(seconds(nanos));
      }

      @Override
      public void ran(int ranRows, int failed, long nanos) {
        rows.labelValues(model).inc(ranRows);
        failedRows.labelValues(model).inc(failed);
        batches.labelValues(model).inc();
        computeSeconds.labelValues(model).observe(seconds(nanos));
      }

      @Override
      public void split() {
        splits.labelValues(model).inc();
      }
    };
  }

  void answered(String model, String code) {
    requests.labelValues(model, code).inc();
  }

  void pending(String model, int waitingRows) {
    pendingRows.labelValues(model).set(waitingRows);
  }

  void loaded(String model, String version) {
    modelInfo.labelValues(model, version).set(1);
  }

  void unloaded(String model, String version) {
    modelInfo.remove(model, version);
  }

  void releaseLoaded(long epochSeconds) {
    loads.labelValues("success").inc();
    lastLoad.set((double) epochSeconds);
  }

  void releaseRefused() {
    loads.labelValues("failure").inc();
  }

  private static double seconds(long nanos) {
    return (double) nanos / TimeUnit.SECONDS.toNanos(1);
  }

  private Counter counter(String name, String help, String... labels) {
    return Counter.builder().name(PREFIX + name).help(help).labelNames(labels).register(registry);
  }

  private Gauge gauge(String name, String help, String... labels) {
    return Gauge.builder().name(PREFIX + name).help(help).labelNames(labels).register(registry);
  }

  private Histogram histogram(String name, String help) {
    return Histogram.builder()
        .name(PREFIX + name)
        .help(help)
        .labelNames(MODEL)
        .classicOnly()
        .classicUpperBounds(SECONDS)
        .register(registry);
  }
}
