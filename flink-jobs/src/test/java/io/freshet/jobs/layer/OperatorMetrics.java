package io.freshet.jobs.layer;

import java.util.Map;
import org.apache.flink.metrics.Gauge;
import org.apache.flink.runtime.jobgraph.OperatorID;
import org.apache.flink.runtime.metrics.groups.InternalOperatorMetricGroup;
import org.apache.flink.runtime.metrics.groups.UnregisteredMetricGroups.UnregisteredTaskMetricGroup;
import org.apache.flink.runtime.metrics.util.InterceptingOperatorMetricGroup;
import org.apache.flink.runtime.operators.testutils.MockEnvironment;
import org.apache.flink.runtime.operators.testutils.MockEnvironmentBuilder;

/** Metrics of the operator that was opened last. */
final class OperatorMetrics {
  private InterceptingOperatorMetricGroup group = new InterceptingOperatorMetricGroup();

  /** A new environment, for one harness. */
  MockEnvironment environment() {
    return new MockEnvironmentBuilder()
        .setMetricGroup(
            new UnregisteredTaskMetricGroup() {
              @Override
              public InternalOperatorMetricGroup getOrAddOperator(
                  OperatorID operator, String name, Map<String, String> variables) {
                group = new InterceptingOperatorMetricGroup();
                return group;
              }
            })
        .build();
  }

  /** Value of a gauge. */
  Object gauge(String name) {
    return ((Gauge<?>) group.get(name)).getValue();
  }
}
