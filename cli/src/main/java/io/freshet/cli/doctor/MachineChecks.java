package io.freshet.cli.doctor;

import com.sun.management.OperatingSystemMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Checks of the machine: Java, memory, disk, ports. */
public final class MachineChecks {
  private static final int LEAST_JAVA = 17;
  private static final long GIB = 1L << 30;
  private static final long WANTED_MEMORY_BYTES = 6 * GIB;
  private static final long WANTED_DISK_BYTES = 2 * GIB;
  private static final Map<Integer, String> PORTS =
      new TreeMap<>(
          Map.of(
              8000, "inference REST",
              8001, "inference gRPC",
              8080, "retrieval",
              8081, "Flink's web UI"));

  private MachineChecks() {}

  /** All of them. */
  public static List<Finding> all() {
    List<Finding> findings = new ArrayList<>();
    findings.add(java(Runtime.version().feature()));
    if (ManagementFactory.getOperatingSystemMXBean() instanceof OperatingSystemMXBean machine) {
      findings.add(memory(machine.getTotalMemorySize()));
    }
    findings.add(disk(Path.of("").toAbsolutePath()));
    PORTS.forEach((port, use) -> findings.add(port(port, use)));
    return findings;
  }

  static Finding java(int version) {
    if (version < LEAST_JAVA) {
      return Finding.failure(
          "Java " + version, "Install Java 17 or newer and point JAVA_HOME to it.");
    }
    return Finding.ok("Java " + version);
  }

  static Finding memory(long bytes) {
    String what = "%.1f GiB of memory".formatted(bytes / (double) GIB);
    return bytes < WANTED_MEMORY_BYTES
        ? Finding.warning(what, "The playground needs about 6 GiB; try fewer --items.")
        : Finding.ok(what);
  }

  static Finding disk(Path directory) {
    try {
      long bytes = Files.getFileStore(directory).getUsableSpace();
      String what = "%.1f GiB free for %s".formatted(bytes / (double) GIB, directory);
      return bytes < WANTED_DISK_BYTES
          ? Finding.warning(
              what, "Checkpoints and the topics need room: make some, or start elsewhere.")
          : Finding.ok(what);
    } catch (IOException e) {
      return Finding.warning(
          "free space of %s: %s".formatted(directory, e.getMessage()), "Look with df.");
    }
  }

  static Finding port(int port, String use) {
    try (ServerSocket socket = new ServerSocket()) {
      socket.setReuseAddress(true);
      socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
      return Finding.ok("port %d (%s) is free".formatted(port, use));
    } catch (IOException e) {
      return Finding.warning(
          "port %d (%s) is taken".formatted(port, use),
          "Fine if freshet runs already; otherwise stop what uses it, or choose another port.");
    }
  }
}
