package io.freshet.benchmarks.cluster;

import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.flink.metrics.Counter;
import org.apache.flink.metrics.Metric;
import org.apache.flink.metrics.MetricConfig;
import org.apache.flink.metrics.MetricGroup;
import org.apache.flink.metrics.reporter.MetricReporter;
import org.apache.flink.metrics.reporter.MetricReporterFactory;

/**
 * Shows the counters of the running jobs to this JVM. One instance for all: Flink makes its own.
 */
public final class CounterReporter implements MetricReporter, MetricReporterFactory {
  private record Key(String operator, String metric) {}

  private static final Map<Key, Set<Counter>> COUNTERS = new ConcurrentHashMap<>();

  /** Sum over the subtasks of the operator that run now. */
  public static long sum(String operator, String metric) {
    return COUNTERS.getOrDefault(new Key(operator, metric), Set.of()).stream()
        .mapToLong(Counter::getCount)
        .sum();
  }

  @Override
  public MetricReporter createMetricReporter(Properties properties) {
    return this;
  }

  @Override
  public void open(MetricConfig config) {}

  @Override
  public void close() {}

  @Override
  public void notifyOfAddedMetric(Metric metric, String name, MetricGroup group) {
    if (metric instanceof Counter counter) {
      COUNTERS.computeIfAbsent(key(name, group), key -> ConcurrentHashMap.newKeySet()).add(counter);
    }
  }

  @Override
  public void notifyOfRemovedMetric(Metric metric, String name, MetricGroup group) {
    if (metric instanceof Counter counter) {
      COUNTERS.getOrDefault(key(name, group), ConcurrentHashMap.newKeySet()).remove(counter);
    }
  }

  private static Key key(String name, MetricGroup group) {
    return new Key(group.getAllVariables().getOrDefault("<operator_name>", ""), name);
  }
}
