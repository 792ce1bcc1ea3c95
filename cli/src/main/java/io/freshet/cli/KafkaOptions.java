package io.freshet.cli;

import io.freshet.schemas.Topic;
import io.freshet.schemas.Topics;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import picocli.CommandLine.Option;

/** Where Kafka is and what the topics there are called. */
final class KafkaOptions {
  /** The encoder whose features topic is created when none is named. */
  static final String DEFAULT_ENCODER = "minilm-l6-v2-q";

  private static final Duration PATIENCE = Duration.ofSeconds(10);

  @Option(
      names = "--bootstrap-servers",
      required = true,
      paramLabel = "HOST:PORT",
      description = "Addresses of the Kafka brokers, separated by commas.")
  private String bootstrapServers = "";

  @Option(
      names = "--prefix",
      defaultValue = "",
      paramLabel = "TEXT",
      description = "Put before every topic's name (default: none).")
  private String prefix = "";

  @Option(
      names = "--partitions",
      defaultValue = "4",
      paramLabel = "N",
      description = "Partitions of topics that are created (default: ${DEFAULT-VALUE}).")
  private int partitions;

  String bootstrapServers() {
    return bootstrapServers;
  }

  Topics topics() {
    return new Topics(prefix, partitions);
  }

  /** The topics of the catalogue with those of an encoder and of releases. */
  List<Topic> all(String encoder, List<String> releases) {
    List<Topic> all = new ArrayList<>(topics().fixed());
    all.add(topics().itemFeatures(encoder));
    for (String release : releases) {
      all.add(topics().itemEmbeddings(release));
      all.add(topics().embeddingRounds(release));
    }
    return all;
  }

  Admin admin() {
    return admin(bootstrapServers);
  }

  static Admin admin(String bootstrapServers) {
    return Admin.create(
        Map.of(
            AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG,
            bootstrapServers,
            AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG,
            (int) PATIENCE.toMillis(),
            AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG,
            (int) PATIENCE.toMillis() / 2));
  }
}
