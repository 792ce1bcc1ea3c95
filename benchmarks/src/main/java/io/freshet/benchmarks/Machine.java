package io.freshet.benchmarks;

import java.lang.management.ManagementFactory;

/**
 * What a benchmark ran on.
 *
 * @param cores processors of this JVM
 * @param loadBefore one-minute load average before the run; above the cores, others were at work
 * @param loadAfter the same after it, this run included
 * @param java version
 */
public record Machine(int cores, double loadBefore, double loadAfter, String java) {
  /** This machine after a run. */
  public static Machine after(double loadBefore) {
    return new Machine(
        Runtime.getRuntime().availableProcessors(),
        loadBefore,
        load(),
        Runtime.version().toString());
  }

  /** The one-minute load average now. */
  public static double load() {
    return ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage();
  }
}
