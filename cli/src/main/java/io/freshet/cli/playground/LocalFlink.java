package io.freshet.cli.playground;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BiConsumer;
import java.util.stream.Stream;
import org.apache.flink.api.common.JobID;
import org.apache.flink.api.common.JobStatus;
import org.apache.flink.configuration.CheckpointingOptions;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.CoreOptions;
import org.apache.flink.configuration.ExternalizedCheckpointRetention;
import org.apache.flink.configuration.MemorySize;
import org.apache.flink.configuration.RestOptions;
import org.apache.flink.configuration.StateRecoveryOptions;
import org.apache.flink.configuration.TaskManagerOptions;
import org.apache.flink.core.execution.RecoveryClaimMode;
import org.apache.flink.runtime.minicluster.MiniCluster;
import org.apache.flink.runtime.minicluster.MiniClusterConfiguration;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.streaming.api.graph.StreamGraph;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A Flink cluster in this JVM, with its web UI, whose jobs go on from their newest checkpoint. Each
 * job has a directory of checkpoints under its name; a checkpoint is taken before a job is stopped.
 */
final class LocalFlink implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(LocalFlink.class);
  private static final int UI_PORTS = 8;
  private static final MemorySize MANAGED = MemorySize.ofMebiBytes(512);
  private static final MemorySize NETWORK = MemorySize.ofMebiBytes(128);
  private static final Duration PATIENCE = Duration.ofSeconds(15);

  private final MiniCluster cluster;
  private final Path checkpoints;
  private final URI metrics;
  private final Map<String, JobID> jobs = new LinkedHashMap<>();

  private LocalFlink(MiniCluster cluster, Path checkpoints, URI metrics) {
    this.cluster = cluster;
    this.checkpoints = checkpoints;
    this.metrics = metrics;
  }

  /**
   * Starts a cluster.
   *
   * @param directory for checkpoints
   * @param slots subtasks of the same operator, over all jobs
   * @param uiPort of the web UI, or one of the next few if it is taken; 0 for any
   * @param metricsPort of Prometheus metrics
   */
  static LocalFlink start(Path directory, int slots, int uiPort, int metricsPort) throws Exception {
    Configuration configuration = new Configuration();
    configuration.set(RestOptions.BIND_ADDRESS, "127.0.0.1");
    configuration.set(
        RestOptions.BIND_PORT, uiPort == 0 ? "0" : "%d-%d".formatted(uiPort, uiPort + UI_PORTS));
    // A job that is sent as a jar, as rollout does, finds its classes here already.
    configuration.set(CoreOptions.CLASSLOADER_RESOLVE_ORDER, "parent-first");
    configuration.set(TaskManagerOptions.MANAGED_MEMORY_SIZE, MANAGED);
    configuration.set(TaskManagerOptions.NETWORK_MEMORY_MIN, NETWORK);
    configuration.set(TaskManagerOptions.NETWORK_MEMORY_MAX, NETWORK);
    FlinkMetrics.configure(configuration, metricsPort);
    MiniCluster cluster =
        new MiniCluster(
            new MiniClusterConfiguration.Builder()
                .setConfiguration(configuration)
                .setNumTaskManagers(1)
                .setNumSlotsPerTaskManager(slots)
                .build());
    cluster.start();
    return new LocalFlink(
        cluster,
        Files.createDirectories(directory.resolve("checkpoints")),
        URI.create("http://127.0.0.1:%d/metrics".formatted(metricsPort)));
  }

  /** Where Prometheus finds the metrics of cluster and jobs. */
  URI metrics() {
    return metrics;
  }

  /** Address of the web UI. */
  URI webUi() {
    return await(cluster.getRestAddress());
  }

  /**
   * Starts a job, from its newest checkpoint if there is one.
   *
   * @param name of the job, also of its directory
   * @param assembly puts the job into an environment; told the URI of the directory
   */
  void submit(String name, BiConsumer<StreamExecutionEnvironment, String> assembly)
      throws IOException {
    Path directory = Files.createDirectories(checkpoints.resolve(name));
    Configuration configuration = new Configuration();
    configuration.set(
        CheckpointingOptions.EXTERNALIZED_CHECKPOINT_RETENTION,
        ExternalizedCheckpointRetention.RETAIN_ON_CANCELLATION);
    newestCheckpoint(directory)
        .ifPresent(
            path -> {
              configuration.set(StateRecoveryOptions.SAVEPOINT_PATH, path.toUri().toString());
              configuration.set(StateRecoveryOptions.RESTORE_MODE, RecoveryClaimMode.CLAIM);
            });
    StreamExecutionEnvironment environment =
        StreamExecutionEnvironment.getExecutionEnvironment(configuration);
    assembly.accept(environment, directory.toUri().toString());
    StreamGraph graph = environment.getStreamGraph();
    graph.setJobName("freshet-" + name);
    jobs.put(name, await(cluster.submitJob(graph.getJobGraph())).getJobID());
  }

  /**
   * Ends a job for good.
   *
   * @return whether there was one of that name
   */
  boolean cancel(String name) {
    JobID job = jobs.remove(name);
    if (job == null) {
      return false;
    }
    await(cluster.cancelJob(job));
    await(cluster.requestJobResult(job));
    return true;
  }

  /**
   * Throws when a job is not on its way any more.
   *
   * @throws IllegalStateException naming the job, with the job's own failure as its cause
   */
  void check() {
    jobs.forEach(
        (name, id) -> {
          JobStatus status = await(cluster.getJobStatus(id));
          if (status.isGloballyTerminalState()) {
            Optional<Throwable> cause =
                await(cluster.requestJobResult(id)).getSerializedThrowable().map(each -> each);
            throw new IllegalStateException(
                "Cannot go on: job %s is %s".formatted(name, status), cause.orElse(null));
          }
        });
  }

  /** A line for each job that is not running: it restarts, or has ended. */
  List<String> unwell() {
    List<String> lines = new ArrayList<>();
    jobs.forEach(
        (name, id) -> {
          JobStatus status = await(cluster.getJobStatus(id));
          if (status != JobStatus.RUNNING) {
            lines.add("  job %s is %s".formatted(name, status));
          }
        });
    return lines;
  }

  /** Takes a last checkpoint of every job, stops them and the cluster. */
  @Override
  public void close() {
    List<JobID> running =
        jobs.values().stream()
            .filter(id -> !await(cluster.getJobStatus(id)).isGloballyTerminalState())
            .toList();
    running.forEach(this::checkpoint);
    running.forEach(id -> await(cluster.cancelJob(id)));
    running.forEach(id -> await(cluster.requestJobResult(id)));
    await(cluster.closeAsync());
  }

  private void checkpoint(JobID job) {
    try {
      cluster.triggerCheckpoint(job).get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
    } catch (ExecutionException | TimeoutException e) {
      LOG.warn("No last checkpoint of job {}; the one before it serves as well", job, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static Optional<Path> newestCheckpoint(Path directory) throws IOException {
    try (Stream<Path> files = Files.find(directory, 3, (path, facts) -> isMetadata(path))) {
      return files.max(Comparator.comparing(LocalFlink::modified)).map(Path::getParent);
    }
  }

  private static boolean isMetadata(Path path) {
    return requireNonNull(path.getFileName()).toString().equals("_metadata");
  }

  private static FileTime modified(Path path) {
    try {
      return Files.getLastModifiedTime(path);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static <T> T await(CompletableFuture<T> future) {
    try {
      return future.get();
    } catch (ExecutionException e) {
      throw new IllegalStateException(
          "Cannot work with Flink: %s".formatted(e.getCause()), e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("Cannot work with Flink: interrupted", e);
    }
  }
}
