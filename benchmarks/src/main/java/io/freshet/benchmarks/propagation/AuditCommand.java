package io.freshet.benchmarks.propagation;

import io.freshet.benchmarks.Machine;
import io.freshet.benchmarks.ReportWriter;
import io.freshet.benchmarks.Target;
import io.freshet.benchmarks.Workspace;
import io.freshet.benchmarks.propagation.AuditBenchmark.AuditWindow;
import io.freshet.kafka.EmbeddedKafka;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code freshet bench audit}. */
@Command(
    name = "audit",
    description = {
      "What the running audit costs: the embedding job at a constant rate of edges, without it and",
      "with its default of items a minute and subtask, in turn.",
      "Exit code 0 when it ran, whether or not the target was met, 1 when it could not."
    },
    mixinStandardHelpOptions = true)
public final class AuditCommand implements Callable<Integer> {
  private static final double MOST_SHARE = .02;

  @Spec private CommandSpec spec = CommandSpec.create();

  @Option(names = "--json", paramLabel = "FILE", description = "Where to write the report.")
  private @Nullable Path json;

  @Option(
      names = "--items",
      paramLabel = "N",
      description = "Size of the invented graph (default: ${DEFAULT-VALUE}).")
  private int items = 20_000;

  @Option(
      names = "--rate",
      paramLabel = "N",
      description = "Edges per second that are offered (default: ${DEFAULT-VALUE}).")
  private double rate = 2_000;

  @Option(
      names = "--seconds",
      paramLabel = "N",
      description = "How long each window is measured (default: ${DEFAULT-VALUE}).")
  private int seconds = 60;

  @Option(
      names = "--repeats",
      paramLabel = "N",
      description = "Pairs of windows (default: ${DEFAULT-VALUE}).")
  private int repeats = 2;

  /**
   * What was measured; written as JSON.
   *
   * @param machine what it ran on
   * @param windows one after the other
   * @param targets what is to be reached
   */
  record AuditReport(Machine machine, List<AuditWindow> windows, List<Target> targets) {}

  @Override
  public Integer call() throws Exception {
    double loadBefore = Machine.load();
    ReportWriter out = new ReportWriter(spec.commandLine().getOut());
    try (Workspace workspace = Workspace.create();
        EmbeddedKafka kafka = EmbeddedKafka.start(workspace.directory().resolve("kafka"))) {
      List<AuditWindow> windows =
          new AuditBenchmark(kafka, workspace.directory(), InstantSource.system(), out::say)
              .run(new LogUniformEdges(items, 2), rate, Duration.ofSeconds(seconds), repeats);
      List<Target> targets =
          List.of(Target.below("audit, share of the job", MOST_SHARE, share(windows)));
      out.write(new AuditReport(Machine.after(loadBefore), windows, targets), targets, json);
      return 0;
    }
  }

  /**
   * What the audit's own threads need more when it runs, over what all threads of the job need: at
   * rest they pass watermarks on, audit or not.
   */
  private static double share(List<AuditWindow> windows) {
    double more = mean(windows, true, Cpu::audit) - mean(windows, false, Cpu::audit);
    return more / mean(windows, true, Cpu::embedding);
  }

  private static double mean(
      List<AuditWindow> windows, boolean isAudited, ToDoubleFunction<Cpu> part) {
    return windows.stream()
        .filter(window -> window.isAudited() == isAudited)
        .mapToDouble(window -> part.applyAsDouble(window.cpuSeconds()))
        .average()
        .orElse(Double.NaN);
  }
}
