package io.freshet.benchmarks.graph;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import io.freshet.benchmarks.Machine;
import io.freshet.benchmarks.Target;
import io.freshet.benchmarks.graph.GraphReport.Settings;
import io.freshet.benchmarks.graph.GraphReport.TrafficReport;
import io.freshet.jobs.edge.EdgeConfig;
import io.freshet.kafka.EmbeddedKafka;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code freshet bench graph}. */
@Command(
    name = "graph",
    description = {
      "Runs the interaction graph job and a plain per-event job over the same events,",
      "from one Kafka on this machine, with a checkpoint every 5 seconds.",
      "Exit code 0 when it ran, whether or not targets were met, 1 when it could not."
    },
    mixinStandardHelpOptions = true)
public final class GraphCommand implements Callable<Integer> {
  private static final int EVENTS = 1_000_000;
  private static final int QUICK_EVENTS = 100_000;
  private static final int WARM_UP_EVENTS = 20_000;

  @Spec private CommandSpec spec = CommandSpec.create();

  @Option(names = "--json", paramLabel = "FILE", description = "Where to write the report.")
  private @Nullable Path json;

  @Option(names = "--quick", description = "A tenth of the events: a run under five minutes.")
  private boolean quick;

  @Option(
      names = "--events",
      paramLabel = "N",
      description = "Events per traffic (default: 1,000,000, or 100,000 with --quick).")
  private int events;

  @Option(
      names = "--traffic",
      split = ",",
      paramLabel = "NAME",
      description = "Only these: ${COMPLETION-CANDIDATES} (default: all).")
  private List<Shape> shapes = List.of(Shape.values());

  @Option(
      names = "--job",
      split = ",",
      paramLabel = "NAME",
      description = "Only these jobs: per-event, freshet (default: both).")
  private List<String> jobs = List.of(Contender.PER_EVENT, Contender.FRESHET);

  @Override
  public Integer call() throws Exception {
    Path directory = Files.createTempDirectory("freshet-bench");
    double loadBefore = Machine.load();
    try (EmbeddedKafka kafka = EmbeddedKafka.start(directory.resolve("kafka"))) {
      GraphBenchmark benchmark =
          new GraphBenchmark(kafka, directory, InstantSource.system(), this::say);
      List<Contender> contenders =
          Stream.of(Contender.perEvent(), Contender.freshet())
              .filter(contender -> jobs.contains(contender.name()))
              .toList();
      say("warming up");
      int warmUp = Math.max(WARM_UP_EVENTS, events() / 10);
      TrafficReport unused = benchmark.run(InventedTraffic.uniform(warmUp), contenders);
      List<TrafficReport> reports = new ArrayList<>();
      List<String> skipped = new ArrayList<>();
      for (Shape shape : shapes) {
        Traffic traffic = shape.traffic(RealTraffic.folder(), events());
        if (traffic == null) {
          skipped.add(shape + ": no data in " + RealTraffic.folder());
          say("%s: skipped, no data in %s".formatted(shape, RealTraffic.folder()));
        } else {
          reports.add(benchmark.run(traffic, contenders));
        }
      }
      write(report(loadBefore, reports, skipped));
      return 0;
    } finally {
      delete(directory);
    }
  }

  private int events() {
    if (events > 0) {
      return events;
    }
    return quick ? QUICK_EVENTS : EVENTS;
  }

  private GraphReport report(double loadBefore, List<TrafficReport> reports, List<String> skipped) {
    return new GraphReport(
        Machine.after(loadBefore),
        new Settings(
            GraphBenchmark.PARALLELISM,
            GraphBenchmark.CHECKPOINT_SECONDS,
            EdgeConfig.defaults().topK(),
            quick),
        reports,
        skipped,
        Targets.of(reports));
  }

  private void write(GraphReport report) throws IOException {
    for (Target target : report.targets()) {
      say(target.line());
    }
    if (json != null) {
      new ObjectMapper()
          .enable(SerializationFeature.INDENT_OUTPUT)
          .writeValue(json.toFile(), report);
    }
  }

  private void say(String line) {
    PrintWriter out = spec.commandLine().getOut();
    out.println(line);
    out.flush();
  }

  private static void delete(Path directory) throws IOException {
    try (Stream<Path> files = Files.walk(directory)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(file);
      }
    }
  }
}
