package io.freshet.benchmarks.retrieval;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;

/** Time and processor time of this process since it was made. */
final class Stopwatch {
  private static final OperatingSystemMXBean SYSTEM =
      (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();

  private final long startNanos = System.nanoTime();
  private final long startCpuNanos = SYSTEM.getProcessCpuTime();

  double seconds() {
    return (System.nanoTime() - startNanos) / 1e9;
  }

  /** Of all threads: collector, compiler and merges too. */
  double cpuSeconds() {
    return (SYSTEM.getProcessCpuTime() - startCpuNanos) / 1e9;
  }
}
