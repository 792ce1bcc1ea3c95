package io.freshet.benchmarks.propagation;

import java.lang.management.ManagementFactory;

/** What the load generator costs by itself: drawing edges, measured alone on one thread. */
final class GeneratorCost {
  private static final int EDGES = 1_000_000;

  private GeneratorCost() {}

  /** Processor seconds for a million edges, once warm. */
  static double cpuSecondsPerMillion() {
    long warmUp = draw();
    long began = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
    long sum = draw();
    long spent = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime() - began;
    // Both sums are needed, or nothing would have to be drawn.
    return sum == warmUp ? spent / 1e9 : Double.NaN;
  }

  private static long draw() {
    LogUniformEdges edges = new LogUniformEdges(20_000, 2);
    long sum = 0;
    for (long edge = 0; edge < EDGES; edge++) {
      sum += edges.source(edge) + edges.target(edge);
    }
    return sum;
  }
}
