package io.freshet.benchmarks.propagation;

import static java.util.Objects.requireNonNull;

import io.freshet.benchmarks.cluster.LocalCluster;
import io.freshet.jobs.EmbeddingConfig;
import io.freshet.jobs.layer.AuditSettings;
import io.freshet.kafka.EmbeddedKafka;
import io.freshet.server.inference.InferenceServer;
import io.freshet.server.inference.InferenceServerConfig;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.apache.flink.api.common.JobID;
import org.apache.flink.runtime.minicluster.MiniCluster;

/** The embedding job at a constant rate of edges, without the audit and with it, in turn. */
final class AuditBenchmark {
  private static final int DIMENSIONS = 64;

  /** So long the JVM compiles what the first rounds run. */
  private static final Duration WARM_UP = Duration.ofSeconds(30);

  /** As many items a minute as by default, in four parts, so that every window has as many. */
  private static final int PARTS = 4;

  private static final Map<String, String> AUDITED =
      Map.of(
          "embedding.audit.items",
          Integer.toString(AuditSettings.defaults().items() / PARTS),
          "embedding.audit.interval",
          AuditSettings.defaults().interval().dividedBy(PARTS).toMillis() + "ms");

  private static final Map<String, String> NOT_AUDITED = Map.of("embedding.audit.items", "0");

  private final EmbeddedKafka kafka;
  private final Path directory;
  private final InstantSource clock;
  private final Consumer<String> progress;

  AuditBenchmark(
      EmbeddedKafka kafka, Path directory, InstantSource clock, Consumer<String> progress) {
    this.kafka = requireNonNull(kafka, "kafka is null");
    this.directory = requireNonNull(directory, "directory is null");
    this.clock = requireNonNull(clock, "clock is null");
    this.progress = requireNonNull(progress, "progress is null");
  }

  /**
   * One window.
   *
   * @param isAudited whether the audit ran
   * @param edges edges taken
   * @param cpuSeconds processor seconds of the window
   */
  record AuditWindow(boolean isAudited, long edges, Cpu cpuSeconds) {}

  @SuppressWarnings("try") // the cluster closes with any exception, interruption too
  List<AuditWindow> run(EdgeStream stream, double edgesPerSecond, Duration time, int repeats)
      throws Exception {
    TextVectors texts = new TextVectors(DIMENSIONS, 1);
    Path weights = directory.resolve("bench-audit");
    String unused = Weights.train("bench-audit", DIMENSIONS, Setup.DEGREE, texts).write(weights);
    try (InferenceServer server =
            InferenceServer.start(
                InferenceServerConfig.defaults().withPorts(0, 0).withRelease(weights));
        MiniCluster cluster =
            LocalCluster.start(
                2 * Setup.PARALLELISM, Files.createDirectories(directory.resolve("rocksdb")))) {
      Setup setup =
          new Setup(
              kafka.bootstrapServers(),
              directory.resolve("checkpoints").toUri().toString(),
              server.grpcPort(),
              server.httpPort(),
              stream,
              Thresholds.DEFAULT,
              "bench-audit",
              DIMENSIONS);
      setup.prepare(kafka, texts);
      PropagationRun run = new PropagationRun(setup, scenario(stream, time), clock, progress);
      JobID edges = run.buildGraph(cluster);
      List<AuditWindow> windows = new ArrayList<>();
      for (int repeat = 0; repeat < repeats; repeat++) {
        for (Map<String, String> audit : List.of(NOT_AUDITED, AUDITED)) {
          EmbeddingConfig config = setup.embeddingConfig(Scenario.ROUND, audit);
          windows.add(measure(run, cluster, setup, config, edgesPerSecond, time));
        }
      }
      LocalCluster.cancel(cluster, edges);
      return windows;
    }
  }

  private static Scenario scenario(EdgeStream stream, Duration time) {
    long edges = (long) stream.items() * Setup.DEGREE;
    return new Scenario(edges / 2, 0, WARM_UP, time, 0);
  }

  private AuditWindow measure(
      PropagationRun run,
      MiniCluster cluster,
      Setup setup,
      EmbeddingConfig config,
      double edgesPerSecond,
      Duration time)
      throws Exception {
    try (Manifests manifests =
        new Manifests(
            setup.bootstrapServers(),
            setup.topics().embeddingRounds(setup.release()),
            Scenario.ROUND)) {
      JobID job = run.startEmbedding(cluster, config);
      long closed = run.awaitFirst(cluster, job, manifests);
      progress.accept("backlog closed at %d".formatted(closed));
      Probe probe = new Probe(manifests, clock, setup.httpPort(), Scenario.ROUND, progress);
      Window warmUp = probe.offer(edgesPerSecond, WARM_UP, false);
      Reading before = Reading.now(setup.httpPort());
      Window window = probe.offer(edgesPerSecond, time, false);
      Reading after = Reading.now(setup.httpPort());
      probe.recover();
      LocalCluster.cancel(cluster, job);
      AuditWindow measured =
          new AuditWindow(
              config.embedding().audit().items() > 0,
              after.edges() - before.edges(),
              after.cpu().since(before.cpu()));
      progress.accept(
          "audited %s: %,d edges, %s (%s, %s)"
              .formatted(
                  measured.isAudited(),
                  measured.edges(),
                  measured.cpuSeconds(),
                  warmUp.onTime(),
                  window.onTime()));
      return measured;
    }
  }
}
