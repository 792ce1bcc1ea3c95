package io.freshet.benchmarks.graph;

import io.freshet.benchmarks.Machine;
import io.freshet.benchmarks.Target;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What was measured; written as JSON.
 *
 * @param machine what it ran on
 * @param settings what is the same for both jobs
 * @param traffic one entry per shape that was run
 * @param skipped shapes that could not be run, and why
 * @param targets what is to be reached
 */
record GraphReport(
    Machine machine,
    Settings settings,
    List<TrafficReport> traffic,
    List<String> skipped,
    List<Target> targets) {

  record Settings(int parallelism, double checkpointSeconds, int topK, boolean quick) {}

  /**
   * One shape.
   *
   * @param edges distinct directed edges of the sampled items, times the sampling
   * @param speedup edge increments per second of ours over those of the per-event job
   * @param topOverlap share of the top K equal to exact counting; null where not measured
   */
  record TrafficReport(
      String name,
      long events,
      long increments,
      long edges,
      List<JobReport> jobs,
      double speedup,
      @Nullable Double topOverlap) {}

  /**
   * One job on one shape.
   *
   * @param stateBytes full size of the last checkpoint, user histories included
   * @param stateBytesPerEdge of those, per distinct edge of the traffic
   */
  record JobReport(
      String name,
      double seconds,
      double eventsPerSecond,
      double incrementsPerSecond,
      long stateBytes,
      double stateBytesPerEdge,
      double medianCheckpointSeconds,
      double longestCheckpointSeconds,
      long checkpoints) {}
}
