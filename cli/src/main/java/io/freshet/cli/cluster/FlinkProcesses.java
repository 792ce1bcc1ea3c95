package io.freshet.cli.cluster;

import static java.util.Objects.requireNonNull;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Command lines of Flink's own processes, a JobManager and TaskManagers, with nothing of ours on
 * their class path: jobs come to them as a jar, as they do to any session cluster. The
 * configuration is the one that we ship; only addresses, directories and sizes are this machine's.
 */
final class FlinkProcesses {
  /** What of our class path a session cluster of Flink's own distribution does not have. */
  private static final List<String> NOT_FLINKS =
      List.of(
          "/kafka-clients/",
          "flink-avro",
          "flink-connector-kafka",
          "flink-connector-base",
          "/avro/",
          "/grpc",
          "/com/google/",
          "djl",
          "datasketches");

  private static final int SLOTS = 6;

  private final Path configuration;
  private final Path directory;
  private final Path checkpoints;
  private final ClusterPorts ports;
  private final JavaCommand java;

  /**
   * Processes of a cluster.
   *
   * @param configuration directory of the {@code config.yaml}
   * @param directory where they may write
   * @param checkpoints where checkpoints go
   */
  FlinkProcesses(
      Path configuration, Path directory, Path checkpoints, ClusterPorts ports, JavaCommand java) {
    this.configuration = configuration;
    this.checkpoints = checkpoints;
    this.directory = directory;
    this.ports = ports;
    this.java = java;
  }

  List<String> jobManager() throws IOException {
    return command(
        "org.apache.flink.runtime.entrypoint.StandaloneSessionClusterEntrypoint",
        "-Xmx512m",
        common(0));
  }

  /**
   * A TaskManager.
   *
   * @param number counts from 1
   */
  List<String> taskManager(int number) throws IOException {
    List<String> arguments = common(number);
    arguments.addAll(
        List.of(
            "-Dtaskmanager.host=127.0.0.1",
            "-Dtaskmanager.numberOfTaskSlots=" + SLOTS,
            "-Dtaskmanager.cpu.cores=2",
            "-Dtaskmanager.memory.task.heap.size=640m",
            "-Dtaskmanager.memory.task.off-heap.size=0",
            "-Dtaskmanager.memory.framework.heap.size=128m",
            "-Dtaskmanager.memory.framework.off-heap.size=128m",
            "-Dtaskmanager.memory.network.min=96m",
            "-Dtaskmanager.memory.network.max=96m",
            "-Dtaskmanager.memory.managed.size=256m",
            "-Dtaskmanager.memory.jvm-metaspace.size=256m",
            "-Dtaskmanager.memory.jvm-overhead.min=192m",
            "-Dtaskmanager.memory.jvm-overhead.max=192m"));
    return command(
        "org.apache.flink.runtime.taskexecutor.TaskManagerRunner", "-Xmx768m", arguments);
  }

  private List<String> common(int process) throws IOException {
    return new ArrayList<>(
        List.of(
            "--configDir",
            configuration.toString(),
            "-Djobmanager.rpc.address=127.0.0.1",
            "-Djobmanager.rpc.port=" + ports.flinkRpc(),
            "-Drest.address=127.0.0.1",
            "-Drest.bind-address=127.0.0.1",
            "-Drest.port=" + ports.flinkRest(),
            "-Drest.bind-port=" + ports.flinkRest(),
            "-Dmetrics.reporter.prom.port=" + ports.flinkMetrics(process),
            "-Dexecution.checkpointing.dir=" + checkpoints.toUri(),
            "-Dexecution.checkpointing.savepoint-dir=" + directory.resolve("savepoints").toUri(),
            "-Dio.tmp.dirs=" + Files.createDirectories(directory.resolve("tmp"))));
  }

  private List<String> command(String main, String heap, List<String> arguments) {
    return java.command(
        classPath(), List.of(heap, "-Dlog4j2.level=INFO"), main, arguments.toArray(String[]::new));
  }

  private static String classPath() {
    return Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator, -1))
        .filter(entry -> NOT_FLINKS.stream().noneMatch(entry::contains))
        .filter(entry -> !isOurs(Path.of(entry)))
        .collect(Collectors.joining(File.pathSeparator));
  }

  private static boolean isOurs(Path entry) {
    return Files.isDirectory(entry)
        || requireNonNull(entry.getFileName(), "entry is a root").toString().startsWith("freshet-");
  }
}
