package io.freshet.cli;

import io.freshet.cli.data.Dataset;
import io.freshet.cli.playground.InventedProgramme;
import io.freshet.cli.playground.KeptProgramme;
import io.freshet.cli.playground.Programme;
import io.freshet.cli.playground.RecordedProgramme;
import io.freshet.cli.replay.Pace;
import io.freshet.cli.world.WorldSettings;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Option;

/** What the playground plays. */
final class ProgrammeOptions {
  private static final String MAX = "max";

  @ArgGroup(exclusive = false, heading = "Recorded data instead of the invented world:%n")
  private @Nullable DataOptions data;

  @Option(
      names = "--speed",
      defaultValue = "1",
      paramLabel = "N|max",
      description =
          "Recorded data: so many times as fast as it happened, or as fast as possible (default: ${DEFAULT-VALUE}).")
  private String speed = "1";

  @Option(
      names = "--history-share",
      defaultValue = "0.9",
      paramLabel = "S",
      description =
          "Recorded data: part of the events to learn from before going live (default: ${DEFAULT-VALUE}).")
  private double historyShare;

  @Option(
      names = "--items",
      defaultValue = "4000",
      paramLabel = "N",
      description = "Invented world: items (default: ${DEFAULT-VALUE}).")
  private int items;

  @Option(
      names = "--users",
      defaultValue = "20000",
      paramLabel = "N",
      description = "Invented world: listeners (default: ${DEFAULT-VALUE}).")
  private int users;

  @Option(
      names = "--history",
      defaultValue = "150000",
      paramLabel = "N",
      description =
          "Invented world: events to learn from before going live (default: ${DEFAULT-VALUE}).")
  private long history;

  @Option(
      names = "--rate",
      defaultValue = "1000",
      paramLabel = "N",
      description = "Invented world: live events a second (default: ${DEFAULT-VALUE}).")
  private double rate;

  @Option(
      names = "--seed",
      defaultValue = "1",
      paramLabel = "N",
      description =
          "Invented world: everything in it follows from this (default: ${DEFAULT-VALUE}).")
  private long seed;

  /**
   * The programme, as it goes on in that directory.
   *
   * @param err told of lines of recorded data that cannot be used
   */
  Programme open(Path directory, InstantSource clock, PrintWriter err) throws IOException {
    Programme programme = data == null ? invented(directory, clock) : recorded(data, err);
    KeptProgramme.check(directory, programme);
    return programme;
  }

  private Programme invented(Path directory, InstantSource clock) throws IOException {
    WorldSettings settings =
        WorldSettings.defaults(seed, KeptProgramme.historyEnd(directory, clock))
            .sized(items, users);
    return new InventedProgramme(settings, history, rate, clock);
  }

  private Programme recorded(DataOptions options, PrintWriter err) {
    Pace pace = speed.equals(MAX) ? Pace.max() : Pace.speed(Double.parseDouble(speed));
    Dataset dataset = options.open();
    Programme programme = new RecordedProgramme(options.name(), dataset, historyShare, pace);
    DataOptions.report(dataset.badLines(), err);
    return programme;
  }
}
