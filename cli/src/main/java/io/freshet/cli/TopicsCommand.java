package io.freshet.cli;

import io.freshet.kafka.TopicCreation;
import io.freshet.schemas.Topic;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.apache.kafka.clients.admin.Admin;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code freshet topics create|describe}. */
@Command(
    name = "topics",
    description = "Creates and describes the topics in Kafka.",
    mixinStandardHelpOptions = true)
final class TopicsCommand implements Runnable {
  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "Say what to do: create or describe");
  }

  @Command(
      name = "create",
      description = "Creates the topics that are missing, dead-letter topics included.",
      mixinStandardHelpOptions = true)
  int create(
      @Mixin KafkaOptions kafka,
      @Option(
              names = "--encoder",
              defaultValue = KafkaOptions.DEFAULT_ENCODER,
              paramLabel = "ID",
              description = "Encoder to have a features topic (default: ${DEFAULT-VALUE}).")
          String encoder,
      @Option(
              names = "--release",
              paramLabel = "ID",
              description = "Release to have embeddings and rounds topics; may be repeated.")
          List<String> releases,
      @Option(
              names = "--replication",
              defaultValue = "1",
              paramLabel = "N",
              description = "Copies of every partition (default: ${DEFAULT-VALUE}).")
          short replication,
      @Option(names = "--json", description = "Print one JSON object.") boolean json) {
    List<Topic> topics = kafka.all(encoder, releases == null ? List.of() : releases);
    try (Admin admin = kafka.admin()) {
      Set<String> created = new TopicCreation(admin, replication).createWithDeadLetters(topics);
      PrintWriter out = spec.commandLine().getOut();
      if (json) {
        Output.json(out, new Created(List.copyOf(created)));
      } else {
        created.forEach(name -> out.println("created " + name));
        out.println(created.size() + " topics created, the others were there");
      }
    }
    return 0;
  }

  @Command(
      name = "describe",
      description = "Lists the topics with partitions, records and what is missing (exit code 1).",
      mixinStandardHelpOptions = true)
  int describe(
      @Mixin KafkaOptions kafka,
      @Option(
              names = "--encoder",
              defaultValue = KafkaOptions.DEFAULT_ENCODER,
              paramLabel = "ID",
              description = "Encoder whose features topic to show (default: ${DEFAULT-VALUE}).")
          String encoder,
      @Option(
              names = "--release",
              paramLabel = "ID",
              description = "Release whose topics to show; may be repeated.")
          List<String> releases,
      @Option(names = "--json", description = "Print one JSON object.") boolean json) {
    List<Topic> topics = kafka.all(encoder, releases == null ? List.of() : releases);
    List<TopicDescription> descriptions;
    try (Admin admin = kafka.admin()) {
      descriptions = TopicDescription.of(admin, topics);
    }
    PrintWriter out = spec.commandLine().getOut();
    if (json) {
      Output.json(out, new Described(descriptions));
    } else {
      out.printf("%-40s %10s %12s  %s%n", "topic", "partitions", "offsets", "cleanup");
      descriptions.forEach(each -> out.println(each.line()));
    }
    List<TopicDescription> missing = new ArrayList<>(descriptions);
    missing.removeIf(TopicDescription::exists);
    return missing.isEmpty() ? 0 : 1;
  }

  /** JSON of {@code topics create}. */
  record Created(List<String> created) {}

  /** JSON of {@code topics describe}. */
  record Described(List<TopicDescription> topics) {}
}
