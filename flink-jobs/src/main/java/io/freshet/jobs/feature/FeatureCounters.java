package io.freshet.jobs.feature;

import org.apache.flink.metrics.Counter;
import org.apache.flink.metrics.MetricGroup;

/**
 * What the operator counts.
 *
 * @param encoded items encoded and published
 * @param unchanged catalog records that changed neither text nor type
 * @param takenDown tombstones published
 * @param failed items the encoder failed on
 * @param calls calls to the encoder
 */
record FeatureCounters(
    Counter encoded, Counter unchanged, Counter takenDown, Counter failed, Counter calls) {
  FeatureCounters(MetricGroup group) {
    this(
        group.counter("features_encoded"),
        group.counter("features_unchanged"),
        group.counter("features_taken_down"),
        group.counter("features_failed"),
        group.counter("feature_calls"));
  }
}
