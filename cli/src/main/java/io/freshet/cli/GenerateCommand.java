package io.freshet.cli;

import io.freshet.cli.replay.ListeningProducer;
import io.freshet.cli.replay.Pace;
import io.freshet.cli.replay.ReplayProgress;
import io.freshet.cli.replay.Replayer;
import io.freshet.cli.world.AudioWorld;
import io.freshet.cli.world.WorldSettings;
import io.freshet.schemas.CatalogItem;
import io.freshet.schemas.ListeningEvent;
import java.io.PrintWriter;
import java.time.InstantSource;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code freshet generate}. */
@Command(
    name = "generate",
    description = {
      "Sends an invented audio world to Kafka: its catalog, a history, then live events without end.",
      "The topics must exist (freshet topics create). Ctrl-C ends it cleanly."
    },
    mixinStandardHelpOptions = true)
final class GenerateCommand implements Callable<Integer> {
  @Spec private CommandSpec spec = CommandSpec.create();
  @Mixin private KafkaOptions kafka = new KafkaOptions();

  @Option(
      names = "--items",
      defaultValue = "4000",
      paramLabel = "N",
      description = "Items of the world (default: ${DEFAULT-VALUE}).")
  private int items;

  @Option(
      names = "--users",
      defaultValue = "20000",
      paramLabel = "N",
      description = "Listeners (default: ${DEFAULT-VALUE}).")
  private int users;

  @Option(
      names = "--history",
      defaultValue = "150000",
      paramLabel = "N",
      description =
          "Events before the live ones; 0 sends neither them nor the catalog (default: ${DEFAULT-VALUE}).")
  private long history;

  @Option(
      names = "--rate",
      defaultValue = "100",
      paramLabel = "N",
      description = "Live events a second; 0 ends after the history (default: ${DEFAULT-VALUE}).")
  private double rate;

  @Option(
      names = "--limit",
      defaultValue = "9223372036854775807",
      paramLabel = "N",
      showDefaultValue = picocli.CommandLine.Help.Visibility.NEVER,
      description = "Send no more live events than this (default: without end).")
  private long limit;

  @Option(
      names = "--seed",
      defaultValue = "1",
      paramLabel = "N",
      description = "Everything in the world follows from this (default: ${DEFAULT-VALUE}).")
  private long seed;

  @Option(names = "--json", description = "Print one JSON object at the end.")
  private boolean json;

  @Override
  public Integer call() throws InterruptedException {
    if (history < 0 || !(rate >= 0) || limit < 0) {
      throw new ParameterException(
          spec.commandLine(), "--history, --rate and --limit take a number of 0 or more");
    }
    InstantSource clock = InstantSource.system();
    AudioWorld world = world(clock);
    try (ListeningProducer producer =
        new ListeningProducer(kafka.bootstrapServers(), kafka.topics(), clock)) {
      Replayer replayer = new Replayer(producer::send, this::tell, System::nanoTime);
      CleanStop stop = CleanStop.by(replayer::stop);
      try {
        print(send(world, producer, replayer, clock));
      } finally {
        producer.flush();
        stop.close();
      }
    }
    return 0;
  }

  private AudioWorld world(InstantSource clock) {
    try {
      return new AudioWorld(WorldSettings.defaults(seed, clock.instant()).sized(items, users));
    } catch (IllegalArgumentException e) {
      throw new ParameterException(spec.commandLine(), String.valueOf(e.getMessage()), e);
    }
  }

  private Generated send(
      AudioWorld world, ListeningProducer producer, Replayer replayer, InstantSource clock)
      throws InterruptedException {
    int sentItems = 0;
    long sentEvents = 0;
    if (history > 0) {
      List<CatalogItem> catalog = world.catalog();
      catalog.forEach(producer::send);
      producer.flush();
      sentItems = catalog.size();
      sentEvents = replayer.run(world.warmUp(history), Pace.max()).events();
    }
    long live = 0;
    if (rate > 0 && limit > 0) {
      Iterator<ListeningEvent> events = world.live(clock.instant(), rate, producer::send);
      live =
          replayer
              .run(Stream.generate(events::next).limit(limit).iterator(), Pace.rate(rate))
              .events();
    }
    return new Generated(sentItems, sentEvents, live);
  }

  private void tell(ReplayProgress progress) {
    spec.commandLine()
        .getErr()
        .printf("%,d events, %,.0f events/s%n", progress.events(), progress.eventsPerSecond());
  }

  private void print(Generated generated) {
    PrintWriter out = spec.commandLine().getOut();
    if (json) {
      Output.json(out, generated);
    } else {
      out.printf(
          "%,d items, %,d events of history and %,d live events sent%n",
          generated.items, generated.history_events, generated.live_events);
    }
  }

  /** JSON of the result. */
  record Generated(int items, long history_events, long live_events) {}
}
