package io.freshet.jobs.metric;

import org.apache.flink.metrics.MetricGroup;

/**
 * The group that our metrics are in, under that of an operator. Flink's Prometheus reporter makes
 * {@code flink_taskmanager_job_task_operator_freshet_<name>} of it, or {@code
 * ..._operator_<label>_freshet_<name>} when there are labels; {@code deploy/prometheus} cuts off
 * what comes before {@code freshet_}. One name must have the same labels everywhere.
 */
public final class JobMetrics {
  private static final String GROUP = "freshet";

  private JobMetrics() {}

  /** Metrics without a label of ours. */
  public static MetricGroup of(MetricGroup operator) {
    return operator.addGroup(GROUP);
  }

  /**
   * Metrics with a label.
   *
   * @param value from a small, closed set: every value is a series for each subtask
   */
  public static MetricGroup of(MetricGroup operator, String label, String value) {
    return operator.addGroup(label, value).addGroup(GROUP);
  }
}
