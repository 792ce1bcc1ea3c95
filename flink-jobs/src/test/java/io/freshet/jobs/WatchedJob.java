package io.freshet.jobs;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.apache.flink.api.common.JobStatus;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.DeploymentOptions;
import org.apache.flink.configuration.RestOptions;
import org.apache.flink.configuration.RestartStrategyOptions;
import org.apache.flink.core.execution.JobClient;
import org.apache.flink.core.execution.SavepointFormatType;
import org.apache.flink.metrics.Counter;
import org.apache.flink.metrics.Gauge;
import org.apache.flink.runtime.minicluster.MiniCluster;
import org.apache.flink.runtime.minicluster.MiniClusterConfiguration;
import org.apache.flink.runtime.testutils.InMemoryReporter;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.test.util.MiniClusterPipelineExecutorServiceLoader;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * A job on a mini cluster. It may not restart: its first failure is its end, and the test's; unless
 * it is there to be killed.
 */
final class WatchedJob implements AutoCloseable {
  private final InMemoryReporter metrics = InMemoryReporter.create();
  private final @Nullable MiniCluster cluster;
  private final JobClient client;
  private boolean isStopped;

  private WatchedJob(Consumer<StreamExecutionEnvironment> assemble) throws Exception {
    Configuration configuration = new Configuration();
    configuration.set(RestartStrategyOptions.RESTART_STRATEGY, "none");
    metrics.addToConfiguration(configuration);
    StreamExecutionEnvironment environment =
        StreamExecutionEnvironment.createLocalEnvironment(2, configuration);
    assemble.accept(environment);
    cluster = null;
    client = environment.executeAsync("watched");
  }

  private WatchedJob(Consumer<StreamExecutionEnvironment> assemble, int slots) throws Exception {
    Configuration configuration = new Configuration();
    configuration.set(RestartStrategyOptions.RESTART_STRATEGY, "fixed-delay");
    configuration.set(
        RestartStrategyOptions.RESTART_STRATEGY_FIXED_DELAY_DELAY, Duration.ofMillis(50));
    configuration.set(
        RestartStrategyOptions.RESTART_STRATEGY_FIXED_DELAY_ATTEMPTS, Integer.MAX_VALUE);
    configuration.set(RestOptions.BIND_PORT, "0");
    configuration.set(DeploymentOptions.TARGET, MiniClusterPipelineExecutorServiceLoader.NAME);
    metrics.addToConfiguration(configuration);
    MiniCluster started =
        new MiniCluster(
            new MiniClusterConfiguration.Builder()
                .setConfiguration(configuration)
                .setNumTaskManagers(1)
                .setNumSlotsPerTaskManager(slots)
                .build());
    started.start();
    StreamExecutionEnvironment environment =
        new StreamExecutionEnvironment(
            new MiniClusterPipelineExecutorServiceLoader(started),
            configuration,
            WatchedJob.class.getClassLoader());
    assemble.accept(environment);
    cluster = started;
    client = environment.executeAsync("watched");
  }

  static WatchedJob start(Consumer<StreamExecutionEnvironment> assemble) throws Exception {
    return new WatchedJob(assemble);
  }

  /** Starts a job on one task manager, which can be killed. */
  static WatchedJob startToBeKilled(Consumer<StreamExecutionEnvironment> assemble, int slots)
      throws Exception {
    return new WatchedJob(assemble, slots);
  }

  /** Kills the task manager; another one takes its place. */
  void kill() throws Exception {
    MiniCluster killed = requireNonNull(cluster, "not there to be killed");
    killed.terminateTaskManager(0).get();
    killed.startTaskManager();
  }

  /** True while it runs; fails the test when it has failed. */
  boolean runs() throws Exception {
    JobStatus status = client.getJobStatus().get();
    assertThat(status).isNotEqualTo(JobStatus.FAILED);
    if (cluster == null) {
      assertThat(status).isNotIn(JobStatus.FAILING, JobStatus.RESTARTING);
    }
    return status == JobStatus.RUNNING;
  }

  /** Sums of a counter over subtasks, by the {@code reason} it is counted under; none of zero. */
  Map<String, Long> countedByReason(String counter) {
    Map<String, Long> counts = new TreeMap<>();
    metrics
        .getMetricsByIdentifiers(client.getJobID())
        .forEach(
            (name, metric) -> {
              if (name.endsWith("." + counter) && metric instanceof Counter counted) {
                String reason = name.replaceAll(".*\\.reason\\.([a-z_]+)\\..*", "$1");
                counts.merge(reason, counted.getCount(), Long::sum);
              }
            });
    counts.values().removeIf(count -> count == 0);
    return counts;
  }

  /** Sum of a counter over subtasks and labels. */
  long counted(String counter) {
    return metrics.getMetricsByGroup().values().stream()
        .flatMap(group -> group.entrySet().stream())
        .filter(metric -> metric.getKey().equals(counter))
        .mapToLong(metric -> ((Counter) metric.getValue()).getCount())
        .sum();
  }

  /** Offset of the last record that a source has handed on; negative before the first. */
  long lastReadOffset(TopicPartition partition) {
    return largest(
        ".topic.%s.partition.%d.currentOffset".formatted(partition.topic(), partition.partition()));
  }

  /** How many checkpoints are complete. */
  long completedCheckpoints() {
    return largest(".numberOfCompletedCheckpoints");
  }

  private long largest(String gauge) {
    return metrics.getMetricsByIdentifiers(client.getJobID()).entrySet().stream()
        .filter(metric -> metric.getKey().endsWith(gauge))
        .mapToLong(metric -> ((Number) ((Gauge<?>) metric.getValue()).getValue()).longValue())
        .max()
        .orElse(-1);
  }

  /** Value of the only gauge of that name. */
  double gauge(String gauge) {
    return metrics.getMetricsByGroup().values().stream()
        .flatMap(group -> group.entrySet().stream())
        .filter(metric -> metric.getKey().equals(gauge))
        .mapToDouble(metric -> ((Number) ((Gauge<?>) metric.getValue()).getValue()).doubleValue())
        .findAny()
        .orElseThrow();
  }

  /** Stops it; yields the savepoint that it goes on from. */
  String stop(Path directory) throws Exception {
    isStopped = true;
    return client
        .stopWithSavepoint(false, directory.toUri().toString(), SavepointFormatType.CANONICAL)
        .get();
  }

  @Override
  public void close() {
    if (!isStopped) {
      client.cancel().join();
    }
    if (cluster != null) {
      cluster.closeAsync().join();
    }
  }
}
