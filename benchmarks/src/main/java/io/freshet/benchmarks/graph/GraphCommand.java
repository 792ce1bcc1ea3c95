package io.freshet.benchmarks.graph;

import io.freshet.benchmarks.Machine;
import io.freshet.benchmarks.ReportWriter;
import io.freshet.benchmarks.Workspace;
import io.freshet.benchmarks.graph.GraphReport.Settings;
import io.freshet.benchmarks.graph.GraphReport.TrafficReport;
import io.freshet.jobs.edge.EdgeConfig;
import io.freshet.kafka.EmbeddedKafka;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
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
    double loadBefore = Machine.load();
    try (Workspace workspace = Workspace.create();
        EmbeddedKafka kafka = EmbeddedKafka.start(workspace.directory().resolve("kafka"))) {
      GraphBenchmark benchmark =
          new GraphBenchmark(kafka, workspace.directory(), InstantSource.system(), out()::say);
      List<Contender> contenders =
          Stream.of(Contender.perEvent(), Contender.freshet())
              .filter(contender -> jobs.contains(contender.name()))
              .toList();
      out().say("warming up");
      int warmUp = Math.max(WARM_UP_EVENTS, events() / 10);
      TrafficReport unused = benchmark.run(InventedTraffic.uniform(warmUp), contenders);
      List<TrafficReport> reports = new ArrayList<>();
      List<String> skipped = new ArrayList<>();
      for (Shape shape : shapes) {
        Traffic traffic = shape.traffic(RealTraffic.folder(), events());
        if (traffic == null) {
          skipped.add(shape + ": no data in " + RealTraffic.folder());
          out().say("%s: skipped, no data in %s".formatted(shape, RealTraffic.folder()));
        } else {
          reports.add(benchmark.run(traffic, contenders));
        }
      }
      GraphReport report = report(loadBefore, reports, skipped);
      out().write(report, report.targets(), json);
      return 0;
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

  private ReportWriter out() {
    return new ReportWriter(spec.commandLine().getOut());
  }
}
