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
 * The jobs of the cluster. One that is gone, with a JobManager that was killed, goes on from its
 * newest checkpoint: which jobs of Flink's it was, one after the other, is remembered in a file,
 * for the last of them may have gone before its first checkpoint.
 */
final class ClusterJobs {
  private static final String FILE = "jobs.json";

  /** Between the ids of a job, the newest first. */
  private static final String SEPARATOR = " ";

  private static final ObjectMapper JSON = new ObjectMapper();

  private final Path directory;
  private final Path checkpoints;
  private final Path jar;
  private final FlinkRest flink;
  private final Map<String, String> ids;
  private @Nullable String uploaded;

  /**
   * Jobs of a cluster.
   *
   * @param checkpoints where their checkpoints are
   * @param jar with the mains
   */
  ClusterJobs(Path directory, Path checkpoints, Path jar, FlinkRest flink) throws IOException {
    this.directory = directory;
    this.checkpoints = checkpoints;
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
    Optional<String> running = flink.id(name);
    if (running.isPresent()) {
      // Somebody may have stopped it with a savepoint and started it from that.
      remember(name, running.get());
      return;
    }
    if (uploaded == null) {
      uploaded = flink.upload(jar);
    }
    remember(name, flink.run(uploaded, main, new HashMap<>(arguments), newestCheckpoint(name)));
  }

  private void remember(String name, String job) throws IOException {
    if (!ids.getOrDefault(name, "").startsWith(job)) {
      ids.merge(name, job, (before, newest) -> newest + SEPARATOR + before);
      JSON.writeValue(directory.resolve(FILE).toFile(), ids);
    }
  }

  private Optional<Path> newestCheckpoint(String name) throws IOException {
    for (String job : ids.getOrDefault(name, "none").split(SEPARATOR, -1)) {
      Optional<Path> newest = newestCheckpoint(checkpoints.resolve(job));
      if (newest.isPresent()) {
        return newest;
      }
    }
    return Optional.empty();
  }

  private static Optional<Path> newestCheckpoint(Path ofJob) throws IOException {
    if (!Files.isDirectory(ofJob)) {
      return Optional.empty();
    }
    try (Stream<Path> files = Files.list(ofJob)) {
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
