package io.freshet.cli.cluster;

import java.util.Map;

/**
 * How a cluster is.
 *
 * @param kafka address of the broker; empty while it was never started
 * @param ports where the others listen
 * @param processes name to whether it runs
 * @param taskManagers TaskManagers that Flink knows
 * @param jobs name to Flink's word for its state, or {@link #MISSING}
 * @param isAnswering whether the retrieval server is ready
 */
public record ClusterState(
    String kafka,
    ClusterPorts ports,
    Map<String, Boolean> processes,
    int taskManagers,
    Map<String, String> jobs,
    boolean isAnswering) {
  /** State of a job that Flink does not know, while it should run. */
  public static final String MISSING = "MISSING";

  /** Whether nothing is missing. */
  public boolean isWell() {
    return isAnswering
        && !processes.containsValue(false)
        && jobs.values().stream().allMatch("RUNNING"::equals);
  }
}
