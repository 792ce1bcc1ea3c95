package io.freshet.cli.cluster;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.freshet.kafka.FreePorts;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Where the parts of a cluster listen, on 127.0.0.1. Chosen once, where no connection of somebody
 * else's can be, and kept in the directory, so that a part that is started again is where it was.
 *
 * @param flinkRest Flink's REST interface and web UI
 * @param flinkRpc of the JobManager
 * @param encoderHttp inference server that serves the text encoder alone: REST
 * @param encoderGrpc the same: gRPC
 * @param inferenceHttp inference server that serves the release: REST
 * @param inferenceGrpc the same: gRPC
 * @param retrieval retrieval server
 * @param flinkMetrics Prometheus metrics of the JobManager, then of the first TaskManagers; none
 *     where the directory is older than they
 */
public record ClusterPorts(
    int flinkRest,
    int flinkRpc,
    int encoderHttp,
    int encoderGrpc,
    int inferenceHttp,
    int inferenceGrpc,
    int retrieval,
    @Nullable List<Integer> flinkMetrics) {
  private static final String FILE = "ports.json";
  private static final int COUNT = 7;
  private static final int FLINKS = 5;
  private static final ObjectMapper JSON = new ObjectMapper();

  /** Whether the directory has some: then it is, or was, a cluster's. */
  static boolean areIn(Path directory) {
    return Files.exists(directory.resolve(FILE));
  }

  /** Those of the directory; free ones when it has none. */
  static ClusterPorts of(Path directory) throws IOException {
    Path file = directory.resolve(FILE);
    if (Files.exists(file)) {
      return JSON.readValue(file.toFile(), ClusterPorts.class);
    }
    List<Integer> free = FreePorts.find(directory.toString().hashCode(), COUNT + FLINKS);
    ClusterPorts ports =
        new ClusterPorts(
            free.get(0),
            free.get(1),
            free.get(2),
            free.get(3),
            free.get(4),
            free.get(5),
            free.get(6),
            free.subList(COUNT, COUNT + FLINKS));
    JSON.writeValue(file.toFile(), ports);
    return ports;
  }

  /**
   * Where a process of Flink shows its metrics; 0 for anywhere.
   *
   * @param process 0 is the JobManager, 1 the first TaskManager
   */
  int flinkMetrics(int process) {
    return flinkMetrics != null && process < flinkMetrics.size() ? flinkMetrics.get(process) : 0;
  }
}
