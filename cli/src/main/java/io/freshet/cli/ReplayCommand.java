package io.freshet.cli;

import io.freshet.cli.data.Dataset;
import io.freshet.cli.replay.ListeningProducer;
import io.freshet.cli.replay.Pace;
import io.freshet.cli.replay.ReplayProgress;
import io.freshet.cli.replay.Replayer;
import io.freshet.schemas.CatalogItem;
import io.freshet.schemas.ListeningEvent;
import io.freshet.schemas.UserAttributes;
import java.io.PrintWriter;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code freshet replay}. */
@Command(
    name = "replay",
    description = {
      "Sends recorded data to Kafka: the catalog, what is known of users, then the events in order",
      "of time.",
      "The topics must exist (freshet topics create). Ctrl-C ends it cleanly."
    },
    mixinStandardHelpOptions = true)
final class ReplayCommand implements Callable<Integer> {
  private static final String MAX = "max";

  @Spec private CommandSpec spec = CommandSpec.create();
  @Mixin private DataOptions data = new DataOptions();
  @Mixin private KafkaOptions kafka = new KafkaOptions();
  @ArgGroup private PaceOptions pace = new PaceOptions();

  @Option(
      names = "--limit",
      defaultValue = "9223372036854775807",
      paramLabel = "N",
      showDefaultValue = picocli.CommandLine.Help.Visibility.NEVER,
      description = "Send no more events than this (default: all).")
  private long limit;

  @Option(names = "--skip-catalog", description = "Send the events only.")
  private boolean skipsCatalog;

  @Option(names = "--json", description = "Print one JSON object at the end.")
  private boolean json;

  /** Either of the two. */
  static final class PaceOptions {
    @Option(
        names = "--speed",
        paramLabel = "N|max",
        description =
            "So many times as fast as it happened, or as fast as possible (default: max).")
    private String speed = MAX;

    @Option(names = "--rate", paramLabel = "N", description = "So many events a second.")
    private double rate;

    Pace pace() {
      if (rate != 0) {
        return Pace.rate(rate);
      }
      return speed.equals(MAX) ? Pace.max() : Pace.speed(Double.parseDouble(speed));
    }
  }

  @Override
  public Integer call() throws InterruptedException {
    Pace wanted = pace();
    Dataset dataset = data.open();
    PrintWriter err = spec.commandLine().getErr();
    try (ListeningProducer producer =
        new ListeningProducer(kafka.bootstrapServers(), kafka.topics(), InstantSource.system())) {
      List<CatalogItem> items = skipsCatalog ? List.of() : dataset.catalog();
      items.forEach(producer::send);
      (skipsCatalog ? List.<UserAttributes>of() : dataset.users()).forEach(producer::send);
      producer.flush();
      Replayer replayer =
          new Replayer(producer::send, progress -> err.println(line(progress)), System::nanoTime);
      CleanStop stop = CleanStop.by(replayer::stop);
      ReplayProgress end;
      try (Stream<ListeningEvent> events = dataset.events()) {
        end = replayer.run(events.limit(limit).iterator(), wanted);
        producer.flush();
      } finally {
        stop.close();
      }
      DataOptions.report(dataset.badLines(), err);
      print(items.size(), end, dataset.badLines().count());
    }
    return 0;
  }

  private Pace pace() {
    try {
      return pace.pace();
    } catch (IllegalArgumentException e) {
      throw new ParameterException(
          spec.commandLine(), "--speed and --rate take a number above 0: " + e.getMessage(), e);
    }
  }

  private void print(int items, ReplayProgress end, long badLines) {
    PrintWriter out = spec.commandLine().getOut();
    if (json) {
      Output.json(
          out,
          new Replayed(
              items, end.events(), end.elapsed().toMillis(), end.eventsPerSecond(), badLines));
    } else {
      out.printf("%d items sent; %s%n", items, line(end));
    }
  }

  private static String line(ReplayProgress progress) {
    return "%,d events in %d s, %,.0f events/s, at %s"
        .formatted(
            progress.events(),
            progress.elapsed().toSeconds(),
            progress.eventsPerSecond(),
            progress.events() == 0 ? "the start" : progress.clock());
  }

  /** JSON of the result. */
  record Replayed(
      int items, long events, long elapsed_ms, double events_per_second, long bad_lines) {}
}
