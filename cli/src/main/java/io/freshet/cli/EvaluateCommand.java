package io.freshet.cli;

import io.freshet.cli.data.DataFormat;
import io.freshet.cli.data.Dataset;
import io.freshet.cli.evaluate.Contenders;
import io.freshet.cli.evaluate.FrozenReport;
import io.freshet.cli.evaluate.InventedDataset;
import io.freshet.cli.evaluate.RecordedEvaluation;
import io.freshet.cli.evaluate.ReplayWriter;
import io.freshet.cli.evaluate.TextVectors;
import io.freshet.cli.evaluate.WrittenReport;
import io.freshet.server.evaluation.Bootstrap;
import io.freshet.server.evaluation.EvaluationData;
import io.freshet.server.evaluation.EvaluationReport;
import io.freshet.server.evaluation.FrozenSplit;
import io.freshet.server.evaluation.HeldOutType;
import io.freshet.server.evaluation.Judged;
import io.freshet.server.evaluation.ReportMaker;
import io.freshet.server.evaluation.Seeds;
import io.freshet.server.evaluation.replay.Arm;
import io.freshet.server.evaluation.replay.ReplayEvaluation;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code freshet evaluate}. */
@Command(
    name = "evaluate",
    description = {
      "Fits contenders on the first nine tenths of recorded data, by time, and measures what they",
      "recommend for the last tenth. Reports are written as JSON, Markdown and a picture."
    },
    mixinStandardHelpOptions = true)
final class EvaluateCommand implements Callable<Integer> {
  @Spec private CommandSpec spec = CommandSpec.create();

  @ArgGroup(exclusive = false, heading = "Recorded data instead of the invented world:%n")
  private @Nullable DataOptions data;

  @Mixin private DeviceOptions device = new DeviceOptions();

  @Option(
      names = "--world-seed",
      defaultValue = "1",
      paramLabel = "N",
      description = "Invented world: everything in it follows from this (default: 1).")
  private long worldSeed;

  @Option(
      names = "--world-events",
      defaultValue = "60000",
      paramLabel = "N",
      description = "Invented world: how many events (default: 60000).")
  private long worldEvents;

  @Option(
      names = "--contenders",
      split = ",",
      paramLabel = "NAME",
      completionCandidates = ContenderNames.class,
      description = "Which of ${COMPLETION-CANDIDATES} (default: all).")
  private List<String> contenders = Contenders.names();

  @Option(
      names = "--seeds",
      defaultValue = "1",
      paramLabel = "N",
      description = "How often contenders that depend on chance are trained (default: 1).")
  private int seeds;

  @Option(
      names = "--first-seed",
      defaultValue = "0",
      paramLabel = "N",
      description = "The first of them; the others follow it (default: 0).")
  private long firstSeed;

  @Option(
      names = "--epochs",
      paramLabel = "N",
      description = {
        "Epochs of the two towers, the best on the validation slice of which is kept (default: as",
        "many as the recipe says, and then again on that slice too)."
      })
  private @Nullable Integer epochs;

  @Option(
      names = "--towers",
      paramLabel = "KEY=VALUE",
      description = "A setting of the two towers, such as type-dropout=0.")
  private Map<String, String> towers = new LinkedHashMap<>();

  @Option(
      names = "--validation",
      description = {
        "Judge on the validation slice, learning from what is before it: for choosing settings,",
        "without a look at what is after the split."
      })
  private boolean isValidation;

  @Option(
      names = "--keep",
      paramLabel = "DIR",
      description = {
        "Keep how each contender ranked with each seed, and fit none again whose rankings lie there:",
        "to go on after an interruption, or to make parts side by side."
      })
  private @Nullable Path keeping;

  @Option(
      names = "--least-users",
      paramLabel = "N",
      description = "Users before the split that make an item a candidate (default: 5; amazon: 3).")
  private @Nullable Integer leastUsers;

  @Option(
      names = "--graph",
      paramLabel = "KEY=VALUE",
      description = "A setting of the interaction graph job, such as edge.top-k=32.")
  private Map<String, String> graph = new LinkedHashMap<>();

  @Option(
      names = "--prequential",
      description = {
        "Replay the time after the split event by event with frozen weights, for several ways of",
        "refreshing histories, graph and embeddings."
      })
  private boolean replays;

  @Option(
      names = "--hold-out-type",
      paramLabel = "TYPE",
      description = {
        "Learn without the items of a type, add them at the split without training again, and",
        "rank them among themselves."
      })
  private @Nullable String heldOut;

  @Option(
      names = "--tick-events",
      defaultValue = "100",
      paramLabel = "N",
      description = "Events between two refreshes of a continuous replay (default: 100).")
  private int tickEvents;

  @Option(
      names = "--session-gap",
      paramLabel = "MINUTES",
      description = {
        "In a replay, foresee the items of sessions, which a longer pause ends, also those that the",
        "user had before; without it, the items new to their users."
      })
  private @Nullable Integer sessionGap;

  @Option(names = "--json", paramLabel = "FILE", description = "Write the report as JSON.")
  private @Nullable Path json;

  @Option(names = "--markdown", paramLabel = "FILE", description = "Write the table as Markdown.")
  private @Nullable Path markdown;

  @Option(names = "--svg", paramLabel = "FILE", description = "Write the picture as SVG.")
  private @Nullable Path svg;

  private final InstantSource clock = InstantSource.system();

  @Override
  public Integer call() throws IOException {
    checkOptions();
    device.choose();
    Instant began = clock.instant();
    PrintWriter err = spec.commandLine().getErr();
    Dataset dataset = data == null ? new InventedDataset(worldSeed, worldEvents) : data.open();
    String name = data == null ? "invented world, seed " + worldSeed : data.label();
    RecordedEvaluation evaluation = evaluation();
    EvaluationData whole = evaluation.read(name, dataset);
    EvaluationData read = isValidation ? whole.validation() : whole;
    DataOptions.report(dataset.badLines(), err);
    tell(began, "%,d items, %,d events".formatted(read.items().size(), read.events().size()));
    write(report(evaluation, dataset, read, began));
    tell(began, "done");
    return 0;
  }

  private void checkOptions() {
    if (isValidation && heldOut != null) {
      throw wrong("--validation does not go with --hold-out-type");
    }
    if (sessionGap != null && (!replays || sessionGap < 1)) {
      throw wrong("--session-gap goes with --prequential, and is at least 1 minute");
    }
    if (keeping != null && heldOut != null) {
      throw wrong("--keep does not go with --hold-out-type");
    }
  }

  private ParameterException wrong(String message) {
    return new ParameterException(spec.commandLine(), message);
  }

  private WrittenReport report(
      RecordedEvaluation evaluation, Dataset dataset, EvaluationData read, Instant began)
      throws IOException {
    if (heldOut != null) {
      EvaluationData without = evaluation.readWithout(heldOut, dataset, read);
      return heldOut(read, without, heldOut, began);
    }
    return replays ? replay(read, began) : judge(read, began);
  }

  private WrittenReport heldOut(
      EvaluationData read, EvaluationData without, String type, Instant began) {
    List<EvaluationReport.Row> rows =
        new HeldOutType(read, without, type, line -> tell(began, line))
            .run(Contenders.inductive(contenders, training(began)), seeds(), Bootstrap.defaults());
    EvaluationReport.Protocol protocol = new ReportMaker(read, Bootstrap.defaults()).protocol();
    return new FrozenReport(new EvaluationReport(protocol, rows, List.of()), Optional.empty());
  }

  private WrittenReport judge(EvaluationData read, Instant began) {
    List<Judged> judged =
        new FrozenSplit(read, Optional.ofNullable(keeping), line -> tell(began, line))
            .run(Contenders.of(contenders, training(began)), seeds());
    EvaluationReport report = new ReportMaker(read, Bootstrap.defaults()).report(judged);
    return new FrozenReport(report, Optional.ofNullable(data).map(DataOptions::format));
  }

  private WrittenReport replay(EvaluationData read, Instant began) {
    ReplayEvaluation evaluation =
        new ReplayEvaluation(
            read,
            tickEvents,
            Optional.ofNullable(sessionGap).map(Duration::ofMinutes),
            Optional.ofNullable(keeping),
            Bootstrap.defaults(),
            line -> tell(began, line));
    return new ReplayWriter(
        evaluation.run(Contenders.of(contenders, training(began)), Arm.all(), seeds()));
  }

  private Seeds seeds() {
    return new Seeds(firstSeed, seeds);
  }

  private void write(WrittenReport report) throws IOException {
    if (json != null) {
      report.json(json);
    }
    if (markdown != null) {
      report.markdown(markdown);
    }
    if (svg != null) {
      report.svg(svg);
    }
    PrintWriter out = spec.commandLine().getOut();
    out.print(report.table());
    report.targets().forEach(target -> out.println(target.line()));
    out.flush();
  }

  private RecordedEvaluation evaluation() {
    boolean isAmazon = data != null && data.format() == DataFormat.AMAZON;
    int least = leastUsers != null ? leastUsers : isAmazon ? 3 : 5;
    return new RecordedEvaluation(graph, texts(data, spec), least);
  }

  /** Vectors of the data's texts, where it has texts. */
  static Optional<TextVectors> texts(@Nullable DataOptions data, CommandSpec spec) {
    if (data != null && data.format() == DataFormat.AMAZON) {
      return Optional.empty();
    }
    Path directory = Path.of(System.getProperty("freshet.root", "."), ".freshet");
    PrintWriter err = spec.commandLine().getErr();
    return Optional.of(
        new TextVectors(
            directory, (done, all) -> err.printf("encoded %,d of %,d texts%n", done, all)));
  }

  /** Tells of every epoch of those that train. */
  private Contenders.Training training(Instant began) {
    return new Contenders.Training(
        clock,
        progress -> {
          if (progress.isEpochBegun()) {
            tell(began, progress.toString());
          }
        },
        epochs == null ? OptionalInt.empty() : OptionalInt.of(epochs),
        towers);
  }

  private void tell(Instant began, String line) {
    PrintWriter err = spec.commandLine().getErr();
    err.printf("%4d s  %s%n", Duration.between(began, clock.instant()).toSeconds(), line);
    err.flush();
  }

  /** Names of contenders, for the help. */
  static final class ContenderNames implements Iterable<String> {
    @Override
    public Iterator<String> iterator() {
      return Contenders.names().iterator();
    }
  }
}
