package io.freshet.server.inference;

import io.freshet.server.inference.batch.BatchMeter;
import io.freshet.server.inference.batch.InferenceException;
import io.prometheus.metrics.core.metrics.Counter;
import io.prometheus.metrics.core.metrics.Gauge;
import io.prometheus.metrics.core.metrics.Histogram;
import io.prometheus.metrics.instrumentation.jvm.JvmMetrics;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Prometheus metrics of one server. Labels are model names of loaded models, codes and outcomes
 * from closed sets: a caller cannot make series.
 */
final class InferenceMetrics {
  /** Model label of requests that name no loaded model. */
  static final String UNKNOWN_MODEL = "unknown";

  /** Code label of requests that were answered. */
  static final String OK = "OK";

  private static final String SUCCESS = "success";
  private static final String FAILURE = "failure";
  private static final String MODEL = "model";
  private static final String PREFIX = "freshet_inference_";
  private static final double[] SECONDS = {
    .0005, .001, .0025, .005, .01, .025, .05, .1, .25, .5, 1, 2.5, 5, 10, 30
  };
  private static final double[] ROWS = {1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 1_024};

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
  private final Histogram requestSeconds =
      histogram("request_seconds", "From a request's arrival to its answer.", SECONDS);
  private final Histogram queueSeconds =
      histogram("queue_seconds", "From a request's arrival to its run.", SECONDS);
  private final Histogram computeSeconds =
      histogram("compute_seconds", "One run of the model.", SECONDS);
  private final Histogram batchRows = histogram("batch_rows", "Rows of a run.", ROWS);
  private final Gauge pendingRows = gauge("pending_rows", "Rows that wait.", MODEL);
  private final Gauge queueRows =
      gauge("queue_capacity_rows", "Rows that may wait; more are refused.", MODEL);
  private final Gauge modelInfo = gauge("model_info", "1 per loaded model.", MODEL, "version");
  private final Gauge lastLoad = gauge("last_load_timestamp_seconds", "Last successful load.");

  InferenceMetrics() {
    JvmMetrics.builder().register(registry);
    loads.initLabelValues(SUCCESS);
    loads.initLabelValues(FAILURE);
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
        batchRows.labelValues(model).observe(ranRows);
        computeSeconds.labelValues(model).observe(seconds(nanos));
      }

      @Override
      public void split() {
        splits.labelValues(model).inc();
      }
    };
  }

  void answered(String model, String code, long nanos) {
    requests.labelValues(model, code).inc();
    requestSeconds.labelValues(model).observe(seconds(nanos));
  }

  void pending(String model, int waitingRows) {
    pendingRows.labelValues(model).set(waitingRows);
  }

  /** A model is served from now on: its series begin, at 0. */
  void loaded(String model, String version, int mostWaitingRows) {
    modelInfo.labelValues(model, version).set(1);
    queueRows.labelValues(model).set(mostWaitingRows);
    requests.initLabelValues(model, OK);
    for (InferenceException.Code code : InferenceException.Code.values()) {
      requests.initLabelValues(model, code.name());
    }
    for (Counter counter : List.of(rows, failedRows, batches, splits)) {
      counter.initLabelValues(model);
    }
    for (Histogram histogram : List.of(requestSeconds, queueSeconds, computeSeconds, batchRows)) {
      histogram.initLabelValues(model);
    }
  }

  void unloaded(String model, String version) {
    modelInfo.remove(model, version);
  }

  void releaseLoaded(long epochSeconds) {
    loads.labelValues(SUCCESS).inc();
    lastLoad.set((double) epochSeconds);
  }

  void releaseRefused() {
    loads.labelValues(FAILURE).inc();
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

  private Histogram histogram(String name, String help, double[] bounds) {
    return Histogram.builder()
        .name(PREFIX + name)
        .help(help)
        .labelNames(MODEL)
        .classicOnly()
        .classicUpperBounds(bounds)
        .register(registry);
  }
}
