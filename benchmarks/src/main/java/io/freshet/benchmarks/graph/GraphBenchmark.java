package io.freshet.benchmarks.graph;

import static java.util.Objects.requireNonNull;

import io.freshet.benchmarks.graph.GraphReport.JobReport;
import io.freshet.benchmarks.graph.GraphReport.TrafficReport;
import io.freshet.jobs.InteractionGraphConfig;
import io.freshet.kafka.EmbeddedKafka;
import io.freshet.schemas.Topics;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Runs both jobs over traffics, one after the other, from one Kafka. */
final class GraphBenchmark {
  static final int PARALLELISM = 2;
  static final int CHECKPOINT_SECONDS = 5;

  private final EmbeddedKafka kafka;
  private final Path directory;
  private final InstantSource clock;
  private final Consumer<String> progress;
  private int runs;

  GraphBenchmark(
      EmbeddedKafka kafka, Path directory, InstantSource clock, Consumer<String> progress) {
    this.kafka = requireNonNull(kafka, "kafka is null");
    this.directory = requireNonNull(directory, "directory is null");
    this.clock = requireNonNull(clock, "clock is null");
    this.progress = requireNonNull(progress, "progress is null");
  }

  /** Both jobs over the traffic; the overlap with exact counting where the traffic is real. */
  TrafficReport run(Traffic traffic, List<Contender> contenders) throws Exception {
    String prefix = "bench-" + traffic.name() + "-" + traffic.size() + "-";
    InteractionGraphConfig config = config(prefix, Map.of());
    progress.accept("%s: writing %,d events".formatted(traffic.name(), traffic.size()));
    EventFeed.write(kafka, config.topics(), traffic, clock);
    ExactGraph exact =
        ExactGraph.of(traffic, config.interaction(), config.edge().halfLife().toMillis());
    Map<String, JobReport> reports = new HashMap<>();
    for (Contender contender : contenders) {
      JobReport report =
          new JobRun(
                  config(prefix, Map.of()), Files.createDirectories(directory.resolve("rocksdb")))
              .run(contender, traffic.size(), exact.increments(), exact.edges());
      reports.put(contender.name(), report);
      progress.accept(
          "%s: %s %,.0f events/s, %,.0f increments/s, checkpoints %.2f s, %.0f state bytes/edge"
              .formatted(
                  traffic.name(),
                  report.name(),
                  report.eventsPerSecond(),
                  report.incrementsPerSecond(),
                  report.medianCheckpointSeconds(),
                  report.stateBytesPerEdge()));
    }
    @Nullable Double overlap = traffic.real() ? overlap(traffic.name(), exact, prefix) : null;
    return report(traffic, exact, reports, overlap);
  }

  private TrafficReport report(
      Traffic traffic, ExactGraph exact, Map<String, JobReport> reports, @Nullable Double overlap) {
    JobReport ours = reports.get(Contender.FRESHET);
    JobReport theirs = reports.get(Contender.PER_EVENT);
    double speedup =
        ours == null || theirs == null
            ? Double.NaN
            : ours.incrementsPerSecond() / theirs.incrementsPerSecond();
    return new TrafficReport(
        traffic.name(),
        traffic.size(),
        exact.increments(),
        exact.edges(),
        List.copyOf(reports.values()),
        speedup,
        overlap);
  }

  /**
   * Runs the product once more, unmeasured, until it has published all of its backlog: what it
   * holds at the end is compared with exact counting.
   */
  private double overlap(String name, ExactGraph exact, String prefix) throws Exception {
    InteractionGraphConfig config =
        config(
            prefix,
            Map.of(
                "edge.drift-epsilon", "0",
                "edge.publish-interval", "0ms",
                "statistic.epsilon", "1000"));
    new JobRun(config, directory.resolve("rocksdb")).publish(exact.items());
    Topics topics = config.topics();
    double overlap =
        Overlap.mean(
            exact,
            PublishedTop.read(kafka.bootstrapServers(), topics.itemNeighborhoods()),
            config.edge().topK());
    progress.accept("%s: top-K overlap %.4f".formatted(name, overlap));
    return overlap;
  }

  private InteractionGraphConfig config(String prefix, Map<String, String> changed) {
    runs++;
    Map<String, String> values = new HashMap<>();
    values.put("kafka.bootstrap-servers", kafka.bootstrapServers());
    values.put("kafka.group", "bench-" + runs);
    values.put("topics.prefix", prefix);
    values.put("topics.partitions", Integer.toString(PARALLELISM));
    values.put("job.parallelism", Integer.toString(PARALLELISM));
    // Room for all items of a traffic, as a task manager of a few GiB has it.
    values.put("edge.cache-entries", "8000000");
    values.put("job.checkpoint-interval", CHECKPOINT_SECONDS + "s");
    values.put("job.checkpoint-directory", directory.resolve("checkpoints").toUri().toString());
    values.putAll(changed);
    return InteractionGraphConfig.from(values);
  }
}
