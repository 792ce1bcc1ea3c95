package io.freshet.benchmarks.propagation;

import static java.util.Objects.requireNonNull;

import io.freshet.benchmarks.propagation.PropagationReport.BatchingReport;
import io.freshet.benchmarks.propagation.PropagationReport.GraphReport;
import io.freshet.benchmarks.propagation.PropagationReport.JobReport;
import io.freshet.benchmarks.propagation.PropagationReport.PassReport;
import io.freshet.jobs.inference.InferenceConfig;
import io.freshet.kafka.EmbeddedKafka;
import io.freshet.server.inference.InferenceServer;
import io.freshet.server.inference.InferenceServerConfig;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Runs all thresholds over graphs, one after the other, from one Kafka. */
final class PropagationBenchmark {
  private final EmbeddedKafka kafka;
  private final Path directory;
  private final Path localState;
  private final InstantSource clock;
  private final Consumer<String> progress;

  /**
   * A benchmark.
   *
   * @param directory where checkpoints and weights go
   * @param localState where RocksDB works
   */
  PropagationBenchmark(
      EmbeddedKafka kafka,
      Path directory,
      Path localState,
      InstantSource clock,
      Consumer<String> progress) {
    this.kafka = requireNonNull(kafka, "kafka is null");
    this.directory = requireNonNull(directory, "directory is null");
    this.localState = requireNonNull(localState, "localState is null");
    this.clock = requireNonNull(clock, "clock is null");
    this.progress = requireNonNull(progress, "progress is null");
  }

  /**
   * One graph.
   *
   * @param isBatchingMeasured whether requests of one row are measured too
   */
  GraphReport run(
      EdgeStream stream,
      int dimensions,
      List<Thresholds> all,
      Scenario scenario,
      boolean isBatchingMeasured)
      throws Exception {
    String release = "bench-%d".formatted(dimensions);
    TextVectors texts = new TextVectors(dimensions, 1);
    Path weights = weights(release, dimensions, texts);
    Inputs inputs = Inputs.of(texts, stream.items());
    String name = "%s %,d x %d".formatted(stream.name(), stream.items(), dimensions);
    try (InferenceServer server =
        InferenceServer.start(
            InferenceServerConfig.defaults().withPorts(0, 0).withRelease(weights))) {
      FullPass pass = null;
      List<JobReport> jobs = new ArrayList<>();
      for (Thresholds thresholds : all) {
        progress.accept("%s: %s".formatted(name, thresholds.name()));
        Setup setup = setup(server, stream, thresholds, release, dimensions);
        pass = new FullPass(setup.inference(), Setup.PARALLELISM);
        setup.prepare(kafka, texts);
        JobReport job =
            new PropagationRun(
                    setup,
                    thresholds.isExact() ? scenario.withoutOnePercent() : scenario,
                    clock,
                    progress)
                .run(localState, inputs, pass);
        tell(name, job);
        jobs.add(job);
      }
      PassReport full = measure(requireNonNull(pass), inputs, server.httpPort());
      progress.accept(
          "%s: full pass %.2f s, %.2f CPU s".formatted(name, full.seconds(), full.cpuSeconds()));
      InferenceConfig client = setup(server, stream, all.get(0), release, dimensions).inference();
      @Nullable BatchingReport batching =
          isBatchingMeasured ? Batching.measure(weights, dimensions, client) : null;
      return new GraphReport(stream.name(), stream.items(), dimensions, full, batching, jobs);
    }
  }

  private Path weights(String release, int dimensions, TextVectors texts) throws Exception {
    Path weights = directory.resolve(release);
    if (!Files.exists(weights)) {
      progress.accept("training a release of %d dimensions".formatted(dimensions));
      String unused = Weights.train(release, dimensions, Setup.DEGREE, texts).write(weights);
    }
    return weights;
  }

  private Setup setup(
      InferenceServer server,
      EdgeStream stream,
      Thresholds thresholds,
      String release,
      int dimensions) {
    return new Setup(
        kafka.bootstrapServers(),
        directory.resolve("checkpoints").toUri().toString(),
        server.grpcPort(),
        server.httpPort(),
        stream,
        thresholds,
        release,
        dimensions);
  }

  /** On the graph that the last job left, with all jobs stopped. */
  private static PassReport measure(FullPass pass, Inputs inputs, int httpPort)
      throws InterruptedException {
    Cpu cpu = Cpu.now();
    Inference inference = Inference.now(httpPort);
    long began = System.nanoTime();
    float[][] unused = pass.embed(inputs);
    double seconds = (System.nanoTime() - began) / 1e9;
    return new PassReport(
        seconds,
        Cpu.now().since(cpu).process(),
        Inference.now(httpPort).since(inference).computeSeconds() / seconds);
  }

  private void tell(String name, JobReport job) {
    progress.accept(
        "%s: %s %,.0f edges/s %s, %.3f embeddings/edge, error %.1e, bootstrap %,.0f items/s"
            .formatted(
                name,
                job.thresholds().name(),
                job.sustained().edgesPerSecond(),
                job.sustained().onTime() ? "on time" : "LATE",
                job.sustained().embeddingsPerEdge(),
                job.errors().cosine().mean(),
                job.bootstrapItemsPerSecond()));
  }
}
