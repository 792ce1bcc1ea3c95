package io.freshet.cli;

import io.freshet.cli.playground.Playground;
import io.freshet.cli.playground.PlaygroundSettings;
import io.freshet.cli.playground.PlaygroundSettings.Ports;
import io.freshet.cli.playground.PlaygroundSettings.Precision;
import io.freshet.cli.playground.StopSignal;
import io.freshet.cli.playground.Story;
import io.freshet.cli.playground.Story.Medium;
import io.freshet.cli.playground.Summary;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code freshet playground}. */
@Command(
    name = "playground",
    description = {
      "Runs the whole system on this machine and shows what live events change: a Kafka broker,",
      "Flink with the three jobs, the inference server and the retrieval server.",
      "Exit code 0 only if personal recommendations were served."
    },
    mixinStandardHelpOptions = true)
final class PlaygroundCommand implements Callable<Integer> {
  @Spec private CommandSpec spec = CommandSpec.create();
  @Mixin private ProgrammeOptions programme = new ProgrammeOptions();

  @Option(
      names = "--seconds",
      paramLabel = "N",
      description = "End after so many live seconds (default: go on until Ctrl-C).")
  private @Nullable Integer seconds;

  @Option(
      names = "--headless",
      description = "For scripts: lines instead of redrawing, any free ports; needs --seconds.")
  private boolean headless;

  @Option(names = "--json", paramLabel = "FILE", description = "Write a summary there at the end.")
  private @Nullable Path json;

  @Option(
      names = "--keep",
      paramLabel = "DIR",
      description = "Keep everything there, and go on from what is there.")
  private @Nullable Path keep;

  @Option(
      names = "--exact",
      description = "Follow every change to the end: all thresholds 0. Costs many times more work.")
  private boolean exact;

  @Option(
      names = "--parallelism",
      defaultValue = "1",
      paramLabel = "N",
      description = "Subtasks of each Flink operator (default: ${DEFAULT-VALUE}).")
  private int parallelism;

  @Override
  public Integer call() throws Exception {
    if (headless && seconds == null) {
      throw new ParameterException(spec.commandLine(), "--headless needs --seconds");
    }
    Path directory = keep == null ? Files.createTempDirectory("freshet-playground-") : keep;
    StopSignal stop = new StopSignal();
    CleanStop cleanStop = CleanStop.by(stop::raise);
    try {
      Summary summary = playground(directory, stop).run();
      report(summary);
      return summary.served() ? 0 : 1;
    } finally {
      if (keep == null) {
        delete(directory);
      }
      cleanStop.close();
    }
  }

  private Playground playground(Path directory, StopSignal stop) throws IOException {
    InstantSource clock = InstantSource.system();
    PlaygroundSettings settings =
        new PlaygroundSettings(
            directory,
            Optional.ofNullable(seconds).map(Duration::ofSeconds),
            parallelism,
            exact ? Precision.EXACT : Precision.BOUNDED,
            headless ? Ports.any() : Ports.defaults());
    Medium medium = !headless && Terminal.isAttached() ? Medium.TERMINAL : Medium.LOG;
    return new Playground(
        settings,
        programme.open(directory, clock, spec.commandLine().getErr()),
        new Story(spec.commandLine().getErr(), medium, System::nanoTime),
        stop,
        clock);
  }

  private void report(Summary summary) throws IOException {
    PrintWriter out = spec.commandLine().getOut();
    out.println(summary.text());
    if (json == null) {
      return;
    }
    try (PrintWriter file = new PrintWriter(Files.newBufferedWriter(json))) {
      Output.json(file, summary);
    }
    out.println("summary in " + json);
  }

  private static void delete(Path directory) throws IOException {
    List<Path> paths;
    try (Stream<Path> all = Files.walk(directory)) {
      paths = all.sorted(Comparator.reverseOrder()).toList();
    }
    for (Path path : paths) {
      Files.deleteIfExists(path);
    }
  }
}
