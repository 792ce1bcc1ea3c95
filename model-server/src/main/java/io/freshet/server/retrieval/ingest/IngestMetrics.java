package io.freshet.server.retrieval.ingest;

import io.prometheus.metrics.core.metrics.Counter;
import io.prometheus.metrics.core.metrics.Histogram;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.util.Locale;

/** Counters of what was read, and the freshness of what was indexed. Thread-safe. */
final class IngestMetrics {
  private static final double[] FRESHNESS_BUCKETS_SECONDS = {
    .05, .1, .25, .5, 1, 2, 3, 5, 7.5, 10, 15, 30, 60, 120, 300, 900, 3600
  };

  private final FreshnessMeter freshness = new FreshnessMeter();
  private final Counter records;
  private final Counter failures;
  private final Counter refusals;
  private final Histogram eventToIndex;

  IngestMetrics(PrometheusRegistry registry) {
    records =
        Counter.builder()
            .name("freshet_retrieval_records_total")
            .help("Records read, by topic and what became of them.")
            .labelNames("topic", "result")
            .register(registry);
    failures =
        Counter.builder()
            .name("freshet_retrieval_reader_failures_total")
            .help("Times a topic's reader failed and was opened again.")
            .labelNames("topic")
            .register(registry);
    refusals =
        Counter.builder()
            .name("freshet_snapshot_topics_refused_total")
            .help("Topics read from the beginning because the snapshot could not be gone on from.")
            .labelNames("topic")
            .register(registry);
    eventToIndex =
        Histogram.builder()
            .name("freshet_event_to_index_seconds")
            .help(
                "From ingest of the oldest event behind an embedding to the embedding searchable.")
            .classicOnly()
            .classicUpperBounds(FRESHNESS_BUCKETS_SECONDS)
            .register(registry);
  }

  /** A topic is read from now on: its series begin, at 0. */
  void reads(String topic) {
    failures.initLabelValues(topic);
    refusals.initLabelValues(topic);
    for (RecordHandler.Applied applied : RecordHandler.Applied.values()) {
      records.initLabelValues(topic, label(applied));
    }
    for (SkipReason reason : SkipReason.values()) {
      records.initLabelValues(topic, label(reason));
    }
  }

  void counted(String topic, RecordHandler.Applied applied) {
    records.labelValues(topic, label(applied)).inc();
  }

  void skipped(String topic, SkipReason reason) {
    records.labelValues(topic, label(reason)).inc();
  }

  void readerFailed(String topic) {
    failures.labelValues(topic).inc();
  }

  void snapshotRefused(String topic) {
    refusals.labelValues(topic).inc();
  }

  void searchableAfter(long millis) {
    freshness.record(millis);
    eventToIndex.observe(Math.max(0, millis) / 1e3);
  }

  Freshness freshness() {
    return freshness.summary();
  }

  private static String label(Enum<?> result) {
    return result.name().toLowerCase(Locale.ROOT);
  }
}
