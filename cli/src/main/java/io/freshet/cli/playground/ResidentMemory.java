package io.freshet.cli.playground;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryMXBean;
import java.nio.file.Files;
import java.nio.file.Path;

/** Memory of this process. */
final class ResidentMemory {
  private static final Path STATUS = Path.of("/proc/self/status");
  private static final String PEAK = "VmHWM:";

  private ResidentMemory() {}

  /**
   * The most that was resident at any time, in MiB; where the system does not tell, what the JVM
   * has committed now, which leaves native memory out.
   */
  static long peakMebibytes() {
    try {
      for (String line : Files.readAllLines(STATUS)) {
        if (line.startsWith(PEAK)) {
          return Long.parseLong(line.replaceAll("\\D", "")) >> 10;
        }
      }
    } catch (IOException notLinux) {
      return committedMebibytes();
    }
    return committedMebibytes();
  }

  private static long committedMebibytes() {
    MemoryMXBean memory = ManagementFactory.getMemoryMXBean();
    return (memory.getHeapMemoryUsage().getCommitted()
            + memory.getNonHeapMemoryUsage().getCommitted())
        >> 20;
  }
}
