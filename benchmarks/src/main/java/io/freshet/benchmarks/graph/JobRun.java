package io.freshet.benchmarks.graph;

import static java.util.Objects.requireNonNull;

import io.freshet.benchmarks.cluster.CounterReporter;
import io.freshet.benchmarks.cluster.LocalCluster;
import io.freshet.benchmarks.graph.GraphReport.JobReport;
import io.freshet.jobs.InteractionGraphConfig;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.apache.flink.api.common.JobID;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.runtime.checkpoint.CheckpointStatsSnapshot;
import org.apache.flink.runtime.checkpoint.CompletedCheckpointStats;
import org.apache.flink.runtime.minicluster.MiniCluster;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;

/**
 * Runs one job over one topic on a cluster in this JVM. The clock starts when the first event is
 * read and stops when a checkpoint that was asked for after the last one has completed: then every
 * increment is in durable state.
 */
final class JobRun {
  private static final Duration PATIENCE = Duration.ofHours(2);
  private static final String READ = "numRecordsIn";
  private static final String PUBLISHER = "interaction-graph-neighborhoods";
  private static final long POLL_NANOS = TimeUnit.MILLISECONDS.toNanos(20);

  private final InteractionGraphConfig config;
  private final Path localState;

  JobRun(InteractionGraphConfig config, Path localState) {
    this.config = requireNonNull(config, "config is null");
    this.localState = requireNonNull(localState, "localState is null");
  }

  /**
   * Runs the job.
   *
   * @param events in the topic
   * @param increments in those events
   * @param edges distinct ones among them
   */
  @SuppressWarnings("try") // the cluster closes with any exception, interruption too
  JobReport run(Contender contender, long events, long increments, long edges) throws Exception {
    try (MiniCluster cluster = start()) {
      JobID job = submit(cluster, contender);
      await(cluster, job, contender.reader(), READ, 1);
      long began = System.nanoTime();
      await(cluster, job, contender.reader(), READ, events);
      String unused = cluster.triggerCheckpoint(job).get();
      double seconds = (System.nanoTime() - began) / 1e9;
      CheckpointStatsSnapshot stats =
          requireNonNull(cluster.getExecutionGraph(job).get().getCheckpointStatsSnapshot());
      LocalCluster.cancel(cluster, job);
      return report(contender, events, increments, edges, seconds, stats);
    }
  }

  /** Runs the product, unmeasured, until so many neighborhoods have been published. */
  @SuppressWarnings("try") // the cluster closes with any exception, interruption too
  void publish(long neighborhoods) throws Exception {
    try (MiniCluster cluster = start()) {
      JobID job = submit(cluster, Contender.freshet());
      await(cluster, job, PUBLISHER, "neighborhoods_published_total", neighborhoods);
      // What was written last is in Kafka once a checkpoint has completed.
      String unused = cluster.triggerCheckpoint(job).get();
      LocalCluster.cancel(cluster, job);
    }
  }

  private JobID submit(MiniCluster cluster, Contender contender) throws Exception {
    StreamExecutionEnvironment environment =
        StreamExecutionEnvironment.getExecutionEnvironment(new Configuration());
    contender.assembly().assemble(environment, config);
    return LocalCluster.submit(cluster, environment);
  }

  private JobReport report(
      Contender contender,
      long events,
      long increments,
      long edges,
      double seconds,
      CheckpointStatsSnapshot stats) {
    CompletedCheckpointStats last =
        requireNonNull(stats.getHistory().getLatestCompletedCheckpoint());
    return new JobReport(
        contender.name(),
        seconds,
        events / seconds,
        increments / seconds,
        last.getStateSize(),
        last.getStateSize() / (double) edges,
        stats.getSummaryStats().getEndToEndDurationStats().getQuantile(.5) / 1e3,
        stats.getSummaryStats().getEndToEndDurationStats().getMaximum() / 1e3,
        stats.getCounts().getNumberOfCompletedCheckpoints());
  }

  private static void await(
      MiniCluster cluster, JobID job, String operator, String counter, long enough)
      throws Exception {
    long end = System.nanoTime() + PATIENCE.toNanos();
    while (CounterReporter.sum(operator, counter) < enough) {
      if (cluster.getJobStatus(job).get().isGloballyTerminalState() || System.nanoTime() > end) {
        throw new IllegalStateException(
            "Cannot measure %s: the job stopped early (%s)"
                .formatted(operator, cluster.requestJobResult(job).get().getSerializedThrowable()));
      }
      LockSupport.parkNanos(POLL_NANOS);
    }
  }

  private MiniCluster start() throws Exception {
    return LocalCluster.start(config.job().parallelism(), localState);
  }
}
