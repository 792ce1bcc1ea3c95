package io.freshet.benchmarks.retrieval;

import io.freshet.benchmarks.Machine;
import io.freshet.benchmarks.Target;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What was measured; written as JSON. Numbers are not finite where a phase was too short to measure
 * anything, or to use up a tick of the clock of processor time.
 *
 * @param machine what it ran on
 * @param quick whether it was the short run
 * @param simd whether the JVM offers vector instructions
 * @param sets one entry per set of vectors
 * @param http the whole server; null where it was not measured
 * @param skipped what could not be run, and why
 * @param targets what is to be reached
 */
record RetrievalReport(
    Machine machine,
    boolean quick,
    boolean simd,
    List<SetReport> sets,
    @Nullable HttpReport http,
    List<String> skipped,
    List<Target> targets) {

  /** All contenders on one set of vectors. */
  record SetReport(String set, int items, int dimensions, List<ContenderReport> contenders) {}

  /**
   * One contender on one set.
   *
   * @param effort the least with which recall at 10 was at least .95, or the most there is
   * @param recallAt10 before any write but the inserts
   * @param recallAt10AfterWrites after all writes of the run, against the vectors as they were then
   * @param equalUpserts at a pace that every contender keeps up with, while searched
   * @param bytesPerVector on the heap and off it
   * @param saveSeconds null where it cannot be saved
   */
  record ContenderReport(
      String name,
      boolean peer,
      int effort,
      Rate inserts,
      double bytesPerVector,
      double recallAt10,
      double recallAt100,
      Searches searches,
      List<Filtered> filtered,
      Rate upserts,
      Rate upsertsWhileSearched,
      Searches searchesWhileUpserted,
      Rate equalUpserts,
      Searches searchesWhileEquallyUpserted,
      double recallAt10AfterWrites,
      long writes,
      @Nullable Double saveSeconds,
      @Nullable Double loadSeconds) {}

  /**
   * How often something was done.
   *
   * @param perCpuSecond per second of processor time of the whole process
   */
  record Rate(double perSecond, double perCpuSecond) {}

  /** Searches for ten items by one thread. */
  record Searches(double p50Millis, double p99Millis, Rate rate) {}

  /** Searches of which only a share of the items is accepted. */
  record Filtered(double accepted, double recallAt10, double p50Millis, double p99Millis) {}

  /**
   * {@code GET /api/recommend/USER} at a rate that does not wait for answers, while embeddings
   * arrive on the topic. Latency counts from when a request was due.
   */
  record HttpReport(
      int items,
      int users,
      double offeredPerSecond,
      double answeredPerSecond,
      long errors,
      double upsertsPerSecond,
      double appliedPerSecond,
      double p50Millis,
      double p99Millis,
      double p999Millis,
      double quietP50Millis,
      double quietP99Millis) {}
}
