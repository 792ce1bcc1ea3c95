package io.freshet.jobs.layer;

import io.freshet.jobs.RecordedMetrics;
import java.util.Map;
import org.apache.flink.metrics.MetricGroup;
import org.apache.flink.runtime.jobgraph.OperatorID;
import org.apache.flink.runtime.metrics.groups.InternalOperatorMetricGroup;
import org.apache.flink.runtime.metrics.groups.UnregisteredMetricGroups.UnregisteredTaskMetricGroup;
import org.apache.flink.runtime.metrics.util.InterceptingOperatorMetricGroup;
import org.apache.flink.runtime.operators.testutils.MockEnvironment;
import org.apache.flink.runtime.operators.testutils.MockEnvironmentBuilder;

/** Our metrics of the operator that was opened last. */
final class OperatorMetrics {
  private RecordedMetrics recorded = new RecordedMetrics();

  /** A new environment, for one harness. */
  MockEnvironment environment() {
    return new MockEnvironmentBuilder()
        .setMetricGroup(
            new UnregisteredTaskMetricGroup() {
              @Override
              public InternalOperatorMetricGroup getOrAddOperator(
                  OperatorID operator, String name, Map<String, String> variables) {
                recorded = new RecordedMetrics();
                return new Watched(recorded);
              }
            })
        .build();
  }

  /** Value of a gauge. */
  Object gauge(String name) {
    return recorded.gauge(name);
  }

  /** Count of a counter. */
  long count(String name) {
    return recorded.count(name);
  }

  /** A group whose groups are remembered. */
  private static final class Watched extends InterceptingOperatorMetricGroup {
    private final RecordedMetrics groups;

    Watched(RecordedMetrics groups) {
      this.groups = groups;
    }

    @Override
    public MetricGroup addGroup(String name) {
      return groups.addGroup(name);
    }

    @Override
    public MetricGroup addGroup(String key, String value) {
      return groups.addGroup(key, value);
    }
  }
}
