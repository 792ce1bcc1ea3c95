package io.freshet.benchmarks.propagation;

import io.freshet.benchmarks.Machine;
import io.freshet.benchmarks.ReportWriter;
import io.freshet.benchmarks.Workspace;
import io.freshet.benchmarks.graph.RealTraffic;
import io.freshet.benchmarks.graph.Traffic;
import io.freshet.benchmarks.propagation.PropagationReport.GraphReport;
import io.freshet.benchmarks.propagation.PropagationReport.Settings;
import io.freshet.kafka.EmbeddedKafka;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code freshet bench propagation}. */
@Command(
    name = "propagation",
    description = {
      "Feeds insertions of edges through the edge-weight stage and the embedding job, at the",
      "highest rate at which every round of a second is at most a second late; exact, at three",
      "settings of thresholds, and beside embedding the whole graph anew on the same server.",
      "Exit code 0 when it ran, whether or not targets were met, 1 when it could not."
    },
    mixinStandardHelpOptions = true)
public final class PropagationCommand implements Callable<Integer> {
  private static final int RECORDED_LIKES = 100_000;
  private static final int RECORDED_EDGES = 2_000_000;
  private static final List<Thresholds> ALL =
      List.of(Thresholds.EXACT, Thresholds.DEFAULT, Thresholds.LOOSE, Thresholds.LOOSER);

  @Spec private CommandSpec spec = CommandSpec.create();

  @Option(names = "--json", paramLabel = "FILE", description = "Where to write the report.")
  private @Nullable Path json;

  @Option(
      names = "--quick",
      description = "20,000 items, 64 dimensions, exact and default only: under five minutes.")
  private boolean quick;

  @Option(
      names = "--items",
      split = ",",
      paramLabel = "N",
      description = "Sizes of the invented graph (default: 20000,200000, or 20000 with --quick).")
  private List<Integer> items = List.of();

  @Option(
      names = "--dimensions",
      split = ",",
      paramLabel = "N",
      description = "Components of one layer (default: 64,128, or 64 with --quick).")
  private List<Integer> dimensions = List.of();

  @Option(
      names = "--graph",
      split = ",",
      paramLabel = "NAME",
      description =
          "Only these: log-uniform, movietweetings, gowalla (default: all; the first with --quick).")
  private List<String> graphs = List.of();

  @Option(
      names = "--thresholds",
      split = ",",
      paramLabel = "NAME",
      description =
          "Only these: exact, default, loose, looser (default: all; the first two with --quick).")
  private List<String> thresholds = List.of();

  @Option(
      names = "--rate",
      paramLabel = "N",
      description = "Edges per second that are tried first (default: ${DEFAULT-VALUE}).")
  private int rate = 16_000;

  @Option(
      names = "--state-directory",
      paramLabel = "DIR",
      description = {
        "Where RocksDB works, for instance in /dev/shm (default: among the machine's temporary",
        "files, where checkpoints always go). It has to exist."
      })
  private @Nullable Path stateDirectory;

  private final List<String> skipped = new ArrayList<>();

  @Override
  public Integer call() throws Exception {
    double loadBefore = Machine.load();
    try (Workspace workspace = Workspace.create();
        Workspace state =
            stateDirectory == null ? Workspace.create() : Workspace.in(stateDirectory);
        EmbeddedKafka kafka = EmbeddedKafka.start(workspace.directory().resolve("kafka"))) {
      PropagationBenchmark benchmark =
          new PropagationBenchmark(
              kafka, workspace.directory(), state.directory(), InstantSource.system(), out()::say);
      List<GraphReport> reports = new ArrayList<>();
      List<Integer> sizes = orElse(dimensions, quick ? List.of(64) : List.of(64, 128));
      for (EdgeStream stream : streams()) {
        for (int size : stream instanceof LogUniformEdges ? sizes : sizes.subList(0, 1)) {
          reports.add(
              benchmark.run(
                  stream, size, chosen(), scenario(stream), reports.size() < sizes.size()));
        }
      }
      PropagationReport report = report(loadBefore, reports);
      out().write(report, report.targets(), json);
      return 0;
    }
  }

  private List<EdgeStream> streams() throws IOException {
    List<String> names =
        orElse(
            graphs,
            quick ? List.of("log-uniform") : List.of("log-uniform", "movietweetings", "gowalla"));
    List<EdgeStream> streams = new ArrayList<>();
    if (names.contains("log-uniform")) {
      orElse(items, quick ? List.of(20_000) : List.of(20_000, 200_000))
          .forEach(size -> streams.add(new LogUniformEdges(size, 2)));
    }
    RealTraffic recorded = new RealTraffic(RealTraffic.folder());
    if (names.contains("movietweetings")) {
      add(streams, "movietweetings", recorded.movieTweetings(RECORDED_LIKES));
    }
    if (names.contains("gowalla")) {
      add(streams, "gowalla", recorded.gowalla(RECORDED_LIKES));
    }
    return streams;
  }

  private void add(List<EdgeStream> streams, String name, Optional<Traffic> traffic) {
    if (traffic.isPresent()) {
      streams.add(RecordedEdges.of(traffic.get(), RECORDED_EDGES));
    } else {
      skipped.add("%s: no data in %s".formatted(name, RealTraffic.folder()));
      out().say("%s: skipped, no data in %s".formatted(name, RealTraffic.folder()));
    }
  }

  private List<Thresholds> chosen() {
    if (thresholds.isEmpty()) {
      return quick ? ALL.subList(0, 2) : ALL;
    }
    return ALL.stream().filter(one -> thresholds.contains(one.name())).toList();
  }

  /** Half of the graph's edges are there before the first measurement. */
  private Scenario scenario(EdgeStream stream) {
    long edges = (long) stream.items() * Setup.DEGREE;
    return new Scenario(
        edges / 2,
        rate,
        Duration.ofSeconds(quick ? 30 : 90),
        Duration.ofSeconds(quick ? 5 : 20),
        edges / 100.0);
  }

  private PropagationReport report(double loadBefore, List<GraphReport> reports) {
    return new PropagationReport(
        Machine.after(loadBefore),
        new Settings(
            Setup.PARALLELISM,
            Setup.DEGREE,
            Weights.LAYERS,
            GeneratorCost.cpuSecondsPerMillion(),
            quick),
        reports,
        skipped,
        PropagationTargets.of(reports));
  }

  private static <T> List<T> orElse(List<T> given, List<T> otherwise) {
    return given.isEmpty() ? otherwise : given;
  }

  private ReportWriter out() {
    return new ReportWriter(spec.commandLine().getOut());
  }
}
