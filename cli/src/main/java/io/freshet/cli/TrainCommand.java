package io.freshet.cli;

import io.freshet.cli.train.ReleaseTraining;
import io.freshet.cli.train.TrainedRelease;
import io.freshet.cli.train.TrainingBar;
import io.freshet.server.training.TrainerConfig;
import io.freshet.server.training.TrainingProgress;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code freshet train}. */
@Command(
    name = "train",
    description = {
      "Trains a release of the graph network on item-neighborhoods and item features,",
      "by contrastive link prediction, writes its directory and announces it."
    },
    mixinStandardHelpOptions = true)
final class TrainCommand implements Callable<Integer> {
  /** Lines of progress where nobody watches. */
  private static final int LINES = 10;

  @Spec private CommandSpec spec = CommandSpec.create();
  @Mixin private KafkaOptions kafka = new KafkaOptions();
  @Mixin private SchemaOptions schemas = new SchemaOptions();

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
      names = "--layers",
      defaultValue = "2",
      paramLabel = "N",
      description = "Graph layers (default: ${DEFAULT-VALUE}).")
  private int layers;

  @Option(
      names = "--epochs",
      defaultValue = "4",
      paramLabel = "N",
      description = "Passes over the items (default: ${DEFAULT-VALUE}).")
  private int epochs;

  @Option(
      names = "--seed",
      defaultValue = "1",
      paramLabel = "N",
      description = "Seed of every random draw (default: ${DEFAULT-VALUE}).")
  private long seed;

  @Option(names = "--activate", description = "Make it the serving release at once.")
  private boolean activates;

  @Option(names = "--json", description = "Print one JSON object at the end.")
  private boolean json;

  @Override
  public Integer call() throws IOException {
    InstantSource clock = InstantSource.system();
    PrintWriter err = spec.commandLine().getErr();
    ReleaseTraining training =
        new ReleaseTraining(kafka.bootstrapServers(), kafka.topics(), clock, schemas.inputs());
    TrainerConfig config =
        TrainerConfig.defaults().withLayers(layers).withEpochs(epochs).withSeed(seed);
    String id = release == null ? ReleaseTraining.idAt(clock.instant()) : release;
    TrainedRelease trained =
        training.train(encoder, textDimensions, id, out, config, progress -> show(err, progress));
    if (activates) {
      training.activate(id);
    }
    print(trained);
    return 0;
  }

  private static void show(PrintWriter err, TrainingProgress progress) {
    boolean isLast = progress.step() == progress.steps();
    if (Terminal.isAttached()) {
      err.print("\r" + TrainingBar.line(progress) + (isLast ? System.lineSeparator() : ""));
    } else if (isLast || progress.step() % Math.max(1, progress.steps() / LINES) == 0) {
      err.println(TrainingBar.line(progress));
    }
    err.flush();
  }

  private void print(TrainedRelease trained) {
    PrintWriter writer = spec.commandLine().getOut();
    Map<String, Double> metrics = trained.release().metrics();
    if (json) {
      Output.json(
          writer,
          new Trained(trained.release().id(), trained.directory().toString(), activates, metrics));
      return;
    }
    writer.printf("release %s in %s%n", trained.release().id(), trained.directory());
    writer.println(TrainingBar.outcome(metrics));
  }

  /** JSON of the result. */
  record Trained(String release, String directory, boolean active, Map<String, Double> metrics) {}
}
