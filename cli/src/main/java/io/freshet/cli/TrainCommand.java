package io.freshet.cli;

import static java.util.Objects.requireNonNull;

import io.freshet.cli.data.Dataset;
import io.freshet.cli.evaluate.RecordedEvaluation;
import io.freshet.cli.recorded.RecordedHistory;
import io.freshet.cli.train.ReleaseTraining;
import io.freshet.cli.train.TrainedRelease;
import io.freshet.cli.train.TrainingBar;
import io.freshet.cli.train.TrainingPlan;
import io.freshet.jobs.InteractionGraphConfig;
import io.freshet.server.model.Release;
import io.freshet.server.training.TrainerConfig;
import io.freshet.server.training.tower.Start;
import io.freshet.server.training.tower.TowerConfig;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code freshet train}. */
@Command(
    name = "train",
    description = {
      "Trains a release: the graph network and the two towers together, on what users turned to",
      "next, from the events of a cluster's topics or from recorded data. Writes its directory and,",
      "where a cluster is named, announces it."
    },
    mixinStandardHelpOptions = true)
final class TrainCommand implements Callable<Integer> {
  /** Lines of progress where nobody watches. */
  private static final int LINES = 10;

  @Spec private CommandSpec spec = CommandSpec.create();

  @ArgGroup(exclusive = false, heading = "The cluster to read from, and to announce to:%n")
  private @Nullable KafkaOptions kafka;

  @ArgGroup(exclusive = false, heading = "Recorded data instead of the cluster's events:%n")
  private @Nullable DataOptions data;

  @Mixin private SchemaOptions schemas = new SchemaOptions();

  @Mixin private DeviceOptions device = new DeviceOptions();

  @Option(
      names = "--encoder",
      defaultValue = KafkaOptions.DEFAULT_ENCODER,
      paramLabel = "ID",
      description = "Text encoder whose features to read (default: ${DEFAULT-VALUE}).")
  private String encoder = KafkaOptions.DEFAULT_ENCODER;

  @Option(
      names = "--text-dimensions",
      defaultValue = "384",
      paramLabel = "N",
      description = "Length of the encoder's vectors (default: ${DEFAULT-VALUE}).")
  private int textDimensions;

  @Option(
      names = "--out",
      defaultValue = "releases",
      paramLabel = "DIR",
      description = "Where releases lie; the new one gets a directory in it (default: releases).")
  private Path out = Path.of("releases");

  @Option(
      names = "--release",
      paramLabel = "ID",
      description = "Id of the new release, [a-z0-9-]{1,40} (default: made from the time).")
  private @Nullable String release;

  @Option(
      names = "--staged",
      description = "Train the graph network ahead, by link prediction; then the towers on it.")
  private boolean isStaged;

  @Option(
      names = "--no-towers",
      description = {
        "Train the graph network alone, by link prediction on item-neighborhoods: for embeddings",
        "before there are users. Retrieval then compares embeddings directly."
      })
  private boolean isNetworkAlone;

  @Option(
      names = "--quick",
      description = "Train for some twenty seconds, as the playground does, not for minutes.")
  private boolean isQuick;

  @Option(
      names = "--layers",
      defaultValue = "2",
      paramLabel = "N",
      description = "Graph layers; 0 for towers on texts alone (default: ${DEFAULT-VALUE}).")
  private int layers;

  @Option(
      names = "--epochs",
      paramLabel = "N",
      description = "Passes over what is learnt (default: as many as suit its size).")
  private @Nullable Integer epochs;

  @Option(
      names = "--towers",
      paramLabel = "KEY=VALUE",
      description = "A setting of the two towers, such as learning-rate=0.001.")
  private Map<String, String> settings = new LinkedHashMap<>();

  @Option(
      names = "--seed",
      defaultValue = "1",
      paramLabel = "N",
      description = "Seed of every random draw (default: ${DEFAULT-VALUE}).")
  private long seed;

  @Option(
      names = "--from",
      paramLabel = "DIR",
      description = "Directory of a release whose weights are the first ones.")
  private @Nullable Path from;

  @Option(
      names = "--checkpoint",
      paramLabel = "FILE",
      description = {
        "Write the state after every epoch, and go on from it where there is one. Removed when the",
        "release is written."
      })
  private @Nullable Path checkpoint;

  @Option(
      names = "--graph",
      paramLabel = "KEY=VALUE",
      description = "A setting of the interaction graph job, such as edge.top-k=32.")
  private Map<String, String> graph = new LinkedHashMap<>();

  @Option(names = "--activate", description = "Make it the serving release at once.")
  private boolean activates;

  @Option(names = "--json", description = "Print one JSON object at the end.")
  private boolean json;

  private final InstantSource clock = InstantSource.system();

  @Override
  public Integer call() throws IOException {
    checkOptions();
    device.choose();
    String id = release == null ? ReleaseTraining.idAt(clock.instant()) : release;
    TrainedRelease trained = isNetworkAlone ? trainNetwork(id) : trainTowers(id);
    if (checkpoint != null) {
      boolean unused = Files.deleteIfExists(checkpoint);
    }
    if (kafka != null) {
      ReleaseTraining cluster = cluster(kafka);
      cluster.announce(trained);
      if (activates) {
        cluster.activate(id);
      }
    }
    print(trained);
    return 0;
  }

  private void checkOptions() {
    if (kafka == null && data == null) {
      throw wrong("Name the cluster by --bootstrap-servers, or recorded data by --data");
    }
    if (kafka == null && (activates || isNetworkAlone)) {
      throw wrong("--activate and --no-towers need the cluster: name it by --bootstrap-servers");
    }
    if (isNetworkAlone && (isStaged || data != null)) {
      throw wrong("--no-towers goes with neither --staged nor --data");
    }
    if (isNetworkAlone && (from != null || checkpoint != null || !settings.isEmpty())) {
      throw wrong("--no-towers goes with none of --from, --checkpoint and --towers");
    }
    if (isStaged && (from != null || checkpoint != null)) {
      throw wrong("--staged goes with neither --from nor --checkpoint");
    }
  }

  private ParameterException wrong(String message) {
    return new ParameterException(spec.commandLine(), message);
  }

  private ReleaseTraining cluster(KafkaOptions options) {
    return new ReleaseTraining(
        options.bootstrapServers(), options.topics(), clock, schemas.inputs());
  }

  private TrainedRelease trainNetwork(String id) throws IOException {
    KafkaOptions options = requireNonNull(kafka, "kafka is null");
    return cluster(options)
        .trainNetwork(
            encoder,
            textDimensions,
            id,
            out,
            network(),
            progress -> show(TrainingBar.line(progress), progress.step(), progress.steps()));
  }

  private TrainedRelease trainTowers(String id) throws IOException {
    return ReleaseTraining.train(
        history(),
        id,
        out,
        plan(),
        clock,
        progress -> show(TrainingBar.line(progress), progress.step(), progress.steps()));
  }

  private RecordedHistory history() throws IOException {
    if (data != null) {
      return recorded(data);
    }
    KafkaOptions options = requireNonNull(kafka, "kafka is null");
    return cluster(options).history(encoder, textDimensions, InteractionGraphConfig.from(graph));
  }

  private RecordedHistory recorded(DataOptions options) throws IOException {
    Dataset dataset = options.open();
    RecordedHistory history =
        new RecordedEvaluation(graph, EvaluateCommand.texts(options, spec), 1).history(dataset);
    DataOptions.report(dataset.badLines(), spec.commandLine().getErr());
    return history;
  }

  private TrainingPlan plan() throws IOException {
    TowerConfig towers = isQuick ? TowerConfig.quick() : TowerConfig.defaults();
    towers = towers.withLayers(layers).withSeed(seed);
    if (epochs != null) {
      towers = towers.withEpochs(epochs);
    }
    towers = towers.with(settings);
    Optional<Release> earlier = from == null ? Optional.empty() : Optional.of(Release.load(from));
    Start start = new Start(Optional.empty(), earlier, Optional.ofNullable(checkpoint));
    return new TrainingPlan(towers, isStaged ? Optional.of(network()) : Optional.empty(), start, 5);
  }

  private TrainerConfig network() {
    TrainerConfig config = TrainerConfig.defaults().withLayers(layers).withSeed(seed);
    return epochs == null ? config : config.withEpochs(epochs);
  }

  private void show(String line, int step, int steps) {
    PrintWriter err = spec.commandLine().getErr();
    boolean isLast = step == steps;
    if (Terminal.isAttached()) {
      err.print("\r" + line + (isLast ? System.lineSeparator() : ""));
    } else if (isLast || step % Math.max(1, steps / LINES) == 0) {
      err.println(line);
    }
    err.flush();
  }

  private void print(TrainedRelease trained) {
    PrintWriter writer = spec.commandLine().getOut();
    if (json) {
      Output.json(
          writer,
          new Trained(
              trained.release().id(),
              trained.directory().toString(),
              activates,
              trained.release().metrics(),
              trained.release().provenance().map(it -> it.baselines()).orElse(Map.of())));
      return;
    }
    writer.printf("release %s in %s%n", trained.release().id(), trained.directory());
    writer.println(TrainingBar.outcome(trained.release()));
  }

  /** JSON of the result. */
  record Trained(
      String release,
      String directory,
      boolean active,
      Map<String, Double> metrics,
      Map<String, Double> baselines) {}
}
