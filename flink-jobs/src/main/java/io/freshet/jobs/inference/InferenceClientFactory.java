package io.freshet.jobs.inference;

import java.io.Serializable;
import org.apache.flink.metrics.MetricGroup;
import org.apache.flink.metrics.groups.UnregisteredMetricsGroup;

/** Travels with the job graph to the task that opens its own client. */
@FunctionalInterface
public interface InferenceClientFactory extends Serializable {
  /**
   * A new client; the caller closes it.
   *
   * @param operator whose metrics the client's are among
   */
  InferenceClient open(MetricGroup operator);

  /** A new client outside an operator; the caller closes it. */
  default InferenceClient open() {
    return open(new UnregisteredMetricsGroup());
  }
}
