package io.freshet.jobs;

import static java.util.Objects.requireNonNull;

import java.util.HashMap;
import java.util.Map;
import org.apache.flink.metrics.Counter;
import org.apache.flink.metrics.Gauge;
import org.apache.flink.metrics.Metric;
import org.apache.flink.metrics.MetricGroup;
import org.apache.flink.metrics.groups.UnregisteredMetricsGroup;

/** A group that remembers its metrics under {@code label=value/name}. */
public final class RecordedMetrics extends UnregisteredMetricsGroup {
  private final String prefix;
  private final Map<String, Metric> metrics;

  public RecordedMetrics() {
    this("", new HashMap<>());
  }

  private RecordedMetrics(String prefix, Map<String, Metric> metrics) {
    this.prefix = prefix;
    this.metrics = metrics;
  }

  /** Value of a gauge. */
  public Object gauge(String name) {
    return ((Gauge<?>) requireNonNull(metrics.get(name), name)).getValue();
  }

  /** Count of a counter. */
  public long count(String name) {
    return ((Counter) requireNonNull(metrics.get(name), name)).getCount();
  }

  @Override
  public Counter counter(String name) {
    Counter counter = super.counter(name);
    metrics.put(prefix + name, counter);
    return counter;
  }

  @Override
  public <T, G extends Gauge<T>> G gauge(String name, G gauge) {
    metrics.put(prefix + name, gauge);
    return gauge;
  }

  /** The group of our metrics, which is not part of what they are remembered under. */
  @Override
  public MetricGroup addGroup(String name) {
    return new RecordedMetrics(prefix, metrics);
  }

  @Override
  public MetricGroup addGroup(String label, String value) {
    return new RecordedMetrics(prefix + label + "=" + value + "/", metrics);
  }
}
