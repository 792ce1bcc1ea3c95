package io.freshet.cli.cluster;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The three jobs on the cluster. One that is gone, with a JobManager that was killed, goes on from
 * its newest checkpoint: which job of Flink's it was is remembered in a file.
 */
final class ClusterJobs {
  private static final String FILE = "jobs.json";
  private static final ObjectMapper JSON = new ObjectMapper();

  private final Path directory;
  private final Path jar;
  private final FlinkRest flink;
  private final Map<String, String> ids;
  private @Nullable String uploaded;

  /**
   * Jobs of a cluster.
   *
   * @param jar with the mains
   */
  ClusterJobs(Path directory, Path jar, FlinkRest flink) throws IOException {
    this.directory = directory;
    this.jar = jar;
    this.flink = flink;
    Path file = directory.resolve(FILE);
    ids =
        Files.exists(file)
            ? JSON.readValue(file.toFile(), new TypeReference<TreeMap<String, String>>() {})
            : new TreeMap<>();
  }

  /** Starts a job unless it runs. */
  void ensure(String name, String main, Map<String, String> arguments)
      throws IOException, InterruptedException {
    if (flink.jobs().containsKey(name)) {
      return;
    }
    if (uploaded == null) {
      uploaded = flink.upload(jar);
    }
    String job = flink.run(uploaded, main, new HashMap<>(arguments), newestCheckpoint(name));
    ids.put(name, job);
    JSON.writeValue(directory.resolve(FILE).toFile(), ids);
  }

  private Optional<Path> newestCheckpoint(String name) throws IOException {
    @Nullable String job = ids.get(name);
    Path checkpoints = directory.resolve("checkpoints").resolve(job == null ? "none" : job);
    if (!Files.isDirectory(checkpoints)) {
      return Optional.empty();
    }
    try (Stream<Path> files = Files.list(checkpoints)) {
      return files
          .filter(file -> Files.exists(file.resolve("_metadata")))
          .max(Comparator.comparingLong(ClusterJobs::number));
    }
  }

  /** Of {@code chk-N}. */
  private static long number(Path checkpoint) {
    String name = checkpoint.toString();
    return Long.parseLong(name.substring(name.lastIndexOf('-') + 1));
  }
}
