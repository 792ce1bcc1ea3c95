package io.freshet.benchmarks.propagation;

import io.freshet.benchmarks.Machine;
import io.freshet.benchmarks.Target;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What was measured; written as JSON.
 *
 * @param machine what it ran on
 * @param settings what is the same for all
 * @param graphs one entry per graph and size
 * @param skipped what could not be run, and why
 * @param targets what is to be reached
 */
record PropagationReport(
    Machine machine,
    Settings settings,
    List<GraphReport> graphs,
    List<String> skipped,
    List<Target> targets) {
  /**
   * Settings.
   *
   * @param degree most neighbors of an item
   * @param generatorCpuSeconds processor seconds of the load generator alone for a million edges;
   *     contained in those of the edge job
   */
  record Settings(
      int parallelism, int degree, int layers, double generatorCpuSeconds, boolean quick) {}

  /**
   * One graph.
   *
   * @param fullPass the whole of it embedded anew
   * @param batching rows per second of requests of many rows over those of one
   */
  record GraphReport(
      String name,
      int items,
      int dimensions,
      PassReport fullPass,
      @Nullable BatchingReport batching,
      List<JobReport> jobs) {}

  /**
   * Full recomputation, once.
   *
   * @param cpuSeconds processor seconds of this process, no job running
   * @param inferenceShare share of the time in which a model ran
   */
  record PassReport(double seconds, double cpuSeconds, double inferenceShare) {}

  /**
   * Rows one by one and in batches, of layer 1, by one client.
   *
   * @param inferenceShare share of the time in which the model ran, in batches
   */
  record BatchingReport(
      double batchedRowsPerSecond, double singleRowsPerSecond, double inferenceShare) {
    double times() {
      return batchedRowsPerSecond / singleRowsPerSecond;
    }
  }

  /**
   * One setting of thresholds and one length of a round.
   *
   * @param bootstrapItemsPerSecond from the submission of the job to the end of its first round
   * @param sustained at the highest rate that was on time; else the last that was tried
   * @param onePercent one edge in a hundred changed per round; null where not measured
   * @param errors against a full pass over the inputs of the last round of {@code sustained}
   * @param stateBytesPerItem full size of a checkpoint of the embedding job
   */
  record JobReport(
      Thresholds thresholds,
      double bootstrapItemsPerSecond,
      Window sustained,
      @Nullable Window onePercent,
      Errors errors,
      double stateBytesPerItem) {}
}
