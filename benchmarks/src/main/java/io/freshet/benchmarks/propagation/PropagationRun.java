package io.freshet.benchmarks.propagation;

import static java.util.Objects.requireNonNull;

import io.freshet.benchmarks.cluster.LocalCluster;
import io.freshet.benchmarks.propagation.PropagationReport.JobReport;
import io.freshet.jobs.EmbeddingConfig;
import io.freshet.jobs.EmbeddingJob;
import io.freshet.schemas.EmbeddingRound;
import io.freshet.schemas.Topics;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.apache.flink.api.common.JobID;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.runtime.checkpoint.CheckpointStatsSnapshot;
import org.apache.flink.runtime.minicluster.MiniCluster;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.jspecify.annotations.Nullable;

/**
 * The two jobs of the product, one after the other over Kafka, on a cluster in this JVM, from an
 * empty graph to the last measurement.
 */
final class PropagationRun {
  private static final Duration PATIENCE = Duration.ofMinutes(40);
  private static final long POLL_NANOS = 50_000_000;
  private static final long QUIET_POLLS = 40;
  private static final long POLLS_PER_LINE = 600;

  /** Edges per second of the graph before the first measurement. */
  private static final double SEED_RATE = 200_000;

  private static final double LAST_SEED_RATE = 5_000;

  private final Setup setup;
  private final Scenario scenario;
  private final InstantSource clock;
  private final Consumer<String> progress;

  PropagationRun(Setup setup, Scenario scenario, InstantSource clock, Consumer<String> progress) {
    this.setup = setup;
    this.scenario = scenario;
    this.clock = clock;
    this.progress = progress;
  }

  /**
   * Runs the jobs.
   *
   * @param localState where RocksDB works
   * @param inputs texts of all items; told the neighborhoods as of the round that was compared
   */
  @SuppressWarnings("try") // the cluster closes with any exception, interruption too
  JobReport run(Path localState, Inputs inputs, FullPass pass) throws Exception {
    try (MiniCluster cluster = LocalCluster.start(2 * Setup.PARALLELISM, localState)) {
      JobID edges = buildGraph(cluster);
      JobReport report = embed(cluster, inputs, pass);
      LocalCluster.cancel(cluster, edges);
      return report;
    }
  }

  private JobReport embed(MiniCluster cluster, Inputs inputs, FullPass pass) throws Exception {
    Duration round = Scenario.ROUND;
    try (Manifests manifests =
        new Manifests(
            setup.bootstrapServers(), setup.topics().embeddingRounds(setup.release()), round)) {
      long began = clock.millis();
      JobID job = startEmbedding(cluster, setup.embeddingConfig(round));
      double bootstrapSeconds = (awaitFirst(cluster, job, manifests) - began) / 1e3;
      Probe probe = new Probe(manifests, clock, setup.httpPort(), round, progress);
      Window sustained = probe.search(scenario);
      EmbeddingRound compared = requireNonNull(manifests.newest());
      @Nullable Window onePercent = fixed(probe, scenario.onePercentRate());
      probe.recover();
      double stateBytes = stateBytes(cluster, job);
      LocalCluster.cancel(cluster, job);
      return new JobReport(
          setup.thresholds(),
          setup.stream().items() / bootstrapSeconds,
          sustained,
          onePercent,
          errors(compared, inputs, pass),
          stateBytes / setup.stream().items());
    }
  }

  /** The edge job has published what the first edges make, and goes on to wait for more. */
  JobID buildGraph(MiniCluster cluster) throws Exception {
    StreamExecutionEnvironment environment = environment();
    EdgeJob.assemble(environment, setup.edgeConfig(), setup.stream(), scenario.seeds());
    Throttle.offer(SEED_RATE);
    JobID job = LocalCluster.submit(cluster, environment);
    await(cluster, job, EdgeFeed::taken, scenario.seeds());
    // Each subtask has to go beyond the first edges before any is published.
    Throttle.offer(LAST_SEED_RATE);
    await(cluster, job, EdgeJob::published, 1);
    Throttle.offer(0);
    awaitQuiet();
    return job;
  }

  private void await(MiniCluster cluster, JobID job, LongSupplier counter, long enough)
      throws Exception {
    for (long polls = 1; counter.getAsLong() < enough; polls++) {
      check(cluster, job);
      LockSupport.parkNanos(POLL_NANOS);
      if (polls % POLLS_PER_LINE == 0) {
        progress.accept("  graph: %,d of %,d edges".formatted(EdgeFeed.taken(), scenario.seeds()));
      }
    }
  }

  private static void awaitQuiet() {
    long before = -1;
    int quiet = 0;
    while (quiet < QUIET_POLLS) {
      long now = EdgeJob.published();
      quiet = now == before ? quiet + 1 : 0;
      before = now;
      LockSupport.parkNanos(POLL_NANOS);
    }
  }

  /** Submits the embedding job; its backlog is the graph so far. */
  JobID startEmbedding(MiniCluster cluster, EmbeddingConfig config) throws Exception {
    StreamExecutionEnvironment environment = environment();
    EmbeddingJob.assemble(environment, config);
    return LocalCluster.submit(cluster, environment);
  }

  /** When the backlog's round was closed. */
  long awaitFirst(MiniCluster cluster, JobID job, Manifests manifests) throws Exception {
    long began = clock.millis();
    long end = began + PATIENCE.toMillis();
    Optional<Long> closed = Optional.empty();
    for (long polls = 1; closed.isEmpty() && clock.millis() < end; polls++) {
      check(cluster, job);
      var unused = manifests.poll();
      closed = manifests.bootstrapClosedAt();
      if (polls % POLLS_PER_LINE == 0) {
        progress.accept("  bootstrap: %d s so far".formatted((clock.millis() - began) / 1_000));
      }
    }
    return closed.orElseThrow(
        () -> new IllegalStateException("Cannot measure: no round was closed in " + PATIENCE));
  }

  private @Nullable Window fixed(Probe probe, double rate) throws Exception {
    if (rate == 0) {
      return null;
    }
    probe.recover();
    return probe.offer(rate, scenario.hold(), false);
  }

  private Errors errors(EmbeddingRound compared, Inputs inputs, FullPass pass) throws Exception {
    TopicSnapshot snapshot = new TopicSnapshot(setup.bootstrapServers(), compared);
    Topics topics = setup.topics();
    snapshot.neighborhoods(topics.itemNeighborhoods(), inputs);
    float[][] published =
        snapshot.embeddings(topics.itemEmbeddings(setup.release()), inputs.items());
    return Errors.between(published, pass.embed(inputs));
  }

  private static double stateBytes(MiniCluster cluster, JobID job) throws Exception {
    String unused = cluster.triggerCheckpoint(job).get();
    CheckpointStatsSnapshot stats =
        requireNonNull(cluster.getExecutionGraph(job).get().getCheckpointStatsSnapshot());
    return requireNonNull(stats.getHistory().getLatestCompletedCheckpoint()).getStateSize();
  }

  private static StreamExecutionEnvironment environment() {
    return StreamExecutionEnvironment.getExecutionEnvironment(new Configuration());
  }

  private static void check(MiniCluster cluster, JobID job) throws Exception {
    if (cluster.getJobStatus(job).get().isGloballyTerminalState()) {
      throw new IllegalStateException(
          "Cannot measure: a job stopped early (%s)"
              .formatted(cluster.requestJobResult(job).get().getSerializedThrowable()));
    }
  }
}
