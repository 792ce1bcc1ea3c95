package io.freshet.cli;

import io.freshet.cli.rising.RisingChart;
import java.io.PrintWriter;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code freshet rising}. */
@Command(
    name = "rising",
    description = {
      "Prints the items that are played more than usual now, from item-statistics as it is.",
      "plays: count with a half-life of 3 days; usual: that of 60 days * 3 / 60, what plays are at",
      "a steady rate; rise: (plays - usual) / sqrt(usual + 1). All are decayed to the time asked for."
    },
    mixinStandardHelpOptions = true)
final class RisingCommand implements Callable<Integer> {
  @Spec private CommandSpec spec = CommandSpec.create();
  @Mixin private KafkaOptions kafka = new KafkaOptions();
  @Mixin private SchemaOptions schemas = new SchemaOptions();

  @Option(
      names = "--n",
      defaultValue = "20",
      paramLabel = "N",
      description = "Most items to print (default: ${DEFAULT-VALUE}).")
  private int most;

  @Option(
      names = "--min-count",
      defaultValue = "5",
      paramLabel = "PLAYS",
      description = "Least plays of an item (default: ${DEFAULT-VALUE}).")
  private double minCount;

  @Option(
      names = "--at",
      paramLabel = "TIME",
      description = "Time to decay to, such as 2026-03-01T12:00:00Z (default: now).")
  private @Nullable Instant at;

  @Option(names = "--json", description = "Print one JSON object.")
  private boolean json;

  @Override
  public Integer call() {
    if (most < 1 || !(minCount >= 0)) {
      throw new ParameterException(
          spec.commandLine(), "Cannot chart: --n must be 1 or more, --min-count 0 or more");
    }
    RisingChart chart =
        RisingChart.read(
            Map.of("bootstrap.servers", kafka.bootstrapServers()),
            kafka.topics(),
            schemas.inputs(),
            at == null ? InstantSource.system().instant() : at,
            minCount,
            most);
    PrintWriter out = spec.commandLine().getOut();
    if (json) {
      Output.json(out, chart);
    } else {
      chart.lines().forEach(out::println);
    }
    return 0;
  }
}
