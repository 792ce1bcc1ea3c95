package io.freshet.cli;

import io.freshet.cli.dlq.DeadLetterReplay;
import io.freshet.cli.dlq.DeadLetterReport;
import java.io.PrintWriter;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code freshet dlq inspect|replay}. */
@Command(
    name = "dlq",
    description = "Dead letters: shows what was refused and why, and sends it again.",
    mixinStandardHelpOptions = true)
final class DlqCommand implements Runnable {
  @Spec private CommandSpec spec = CommandSpec.create();

  /** Which dead letters. */
  static final class Options {
    @Option(
        names = "--bootstrap-servers",
        required = true,
        paramLabel = "HOST:PORT",
        description = "Addresses of the Kafka brokers, separated by commas.")
    private String bootstrapServers = "";

    @Option(
        names = "--topic",
        defaultValue = "listening-events",
        paramLabel = "TOPIC",
        description = "Whose dead letters, without .dlq (default: ${DEFAULT-VALUE}).")
    private String topic = "";

    @Option(
        names = "--reason",
        paramLabel = "REASON",
        description = "Only those of this reason (default: all).")
    private @Nullable String reason;

    @Option(names = "--json", description = "Print one JSON object.")
    private boolean json;
  }

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "Say what to do: inspect or replay");
  }

  @Command(
      name = "inspect",
      description = "Counts them by reason and shows the newest. Changes nothing.",
      mixinStandardHelpOptions = true)
  int inspect(
      @Mixin Options options,
      @Option(
              names = "--n",
              defaultValue = "10",
              paramLabel = "N",
              description = "Most to show (default: ${DEFAULT-VALUE}).")
          int most) {
    if (most < 0) {
      throw new ParameterException(spec.commandLine(), "--n must be 0 or more: " + most);
    }
    DeadLetterReport report =
        DeadLetterReport.read(options.bootstrapServers, options.topic, options.reason, most);
    PrintWriter out = spec.commandLine().getOut();
    if (options.json) {
      Output.json(out, report);
    } else {
      report.lines().forEach(out::println);
    }
    return 0;
  }

  @Command(
      name = "replay",
      description = {
        "Sends them to the topic they came from, as they came, after what refused them was mended.",
        "The next replay goes on behind this one. What is refused again is a dead letter again."
      },
      mixinStandardHelpOptions = true)
  int replay(
      @Mixin Options options,
      @Option(names = "--dry-run", description = "Count only, send nothing.") boolean isDryRun)
      throws InterruptedException {
    DeadLetterReplay replay =
        DeadLetterReplay.run(options.bootstrapServers, options.topic, options.reason, isDryRun);
    PrintWriter out = spec.commandLine().getOut();
    if (options.json) {
      Output.json(out, replay);
    } else {
      out.printf(
          "%,d dead letters %s to %s; %,d of other reasons and %,d without their value left out%n",
          replay.sent(),
          isDryRun ? "would go" : "sent",
          replay.topic(),
          replay.other(),
          replay.cut());
    }
    return 0;
  }
}
