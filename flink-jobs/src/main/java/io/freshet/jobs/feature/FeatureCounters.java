package io.freshet.jobs.feature;

import io.freshet.jobs.kafka.DeadLetterCounts;
import io.freshet.jobs.metric.JobMetrics;
import org.apache.flink.metrics.Counter;
import org.apache.flink.metrics.MetricGroup;

/**
 * What the operator counts.
 *
 * @param encoded items encoded and published
 * @param unchanged catalog records that changed neither text nor type
 * @param takenDown tombstones published
 * @param deadLetters items the encoder failed on
 * @param calls calls to the encoder
 */
record FeatureCounters(
    Counter encoded,
    Counter unchanged,
    Counter takenDown,
    DeadLetterCounts deadLetters,
    Counter calls) {
  static FeatureCounters of(MetricGroup operator) {
    MetricGroup group = JobMetrics.of(operator);
    return new FeatureCounters(
        group.counter("features_encoded_total"),
        group.counter("features_unchanged_total"),
        group.counter("features_taken_down_total"),
        new DeadLetterCounts(operator),
        group.counter("feature_calls_total"));
  }
}
