package io.freshet.cli.playground;

import java.util.List;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.metrics.prometheus.PrometheusReporterFactory;

/**
 * Which metrics a cluster exports, and how: what {@code deploy/flink/config.yaml} says, but for the
 * port. A test compares the two.
 */
final class FlinkMetrics {
  private static final String REPORTER = "metrics.reporter.prom.";
  private static final String ROCKSDB = "state.backend.rocksdb.metrics.";

  /** RocksDB's own metrics, which are off unless asked for. */
  static final List<String> ROCKSDB_METRICS =
      List.of(
          "estimate-num-keys",
          "estimate-live-data-size",
          "total-sst-files-size",
          "cur-size-all-mem-tables",
          "block-cache-usage",
          "block-cache-pinned-usage",
          "compaction-pending",
          "estimate-pending-compaction-bytes",
          "num-running-compactions",
          "mem-table-flush-pending",
          "is-write-stopped",
          "actual-delayed-write-rate",
          "background-errors",
          "column-family-as-variable");

  private FlinkMetrics() {}

  static void configure(Configuration configuration, int port) {
    configuration.setString(REPORTER + "factory.class", PrometheusReporterFactory.class.getName());
    configuration.setString(REPORTER + "port", Integer.toString(port));
    // Without this, "0.5" becomes "0_5" and no bucket of a histogram is one any more.
    configuration.setString(REPORTER + "filterLabelValueCharacters", "false");
    ROCKSDB_METRICS.forEach(metric -> configuration.setString(ROCKSDB + metric, "true"));
  }
}
