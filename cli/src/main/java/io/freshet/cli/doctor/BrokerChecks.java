package io.freshet.cli.doctor;

import static io.freshet.cli.doctor.Answers.await;

import io.freshet.jobs.kafka.KafkaSinks;
import io.freshet.schemas.Topic;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.config.ConfigResource;

/** Checks that Kafka answers, allows what the jobs ask for, and has the topics as they must be. */
public final class BrokerChecks {
  private static final String MAX_TRANSACTION = "transaction.max.timeout.ms";

  private BrokerChecks() {}

  /**
   * All of them.
   *
   * @param address to be named in findings
   * @param nowMillis this machine's clock
   */
  public static List<Finding> all(
      Admin admin, String address, Collection<Topic> topics, long nowMillis) {
    List<Finding> findings = new ArrayList<>();
    try {
      Collection<Node> nodes = await("ask Kafka", admin.describeCluster().nodes());
      findings.add(Finding.ok("Kafka answers at %s, %d brokers".formatted(address, nodes.size())));
      transactions(admin, nodes).ifPresent(findings::add);
      findings.addAll(TopicChecks.all(admin, topics));
      findings.addAll(ClockChecks.all(admin, topics, nowMillis));
    } catch (KafkaException e) {
      findings.add(
          Finding.failure(
              "Kafka at %s: %s".formatted(address, e.getMessage()),
              "Check the address, and that the broker runs and advertises an address you reach."));
    }
    return findings;
  }

  private static Optional<Finding> transactions(Admin admin, Collection<Node> nodes) {
    return nodes.stream().findFirst().map(node -> transactions(admin, node));
  }

  private static Finding transactions(Admin admin, Node node) {
    ConfigResource broker = new ConfigResource(ConfigResource.Type.BROKER, node.idString());
    Optional<String> longest =
        await("read the broker's settings", admin.describeConfigs(List.of(broker)).all())
            .values()
            .stream()
            .findFirst()
            .map(config -> config.get(MAX_TRANSACTION))
            .map(ConfigEntry::value);
    if (longest.isEmpty()) {
      return Finding.warning(
          MAX_TRANSACTION + " of the broker is unknown",
          "With kafka.delivery exactly-once it must be at least " + wantedMillis() + ".");
    }
    String what = "%s of the broker is %s".formatted(MAX_TRANSACTION, longest.get());
    return Long.parseLong(longest.get()) < wantedMillis()
        ? Finding.warning(
            what,
            "Raise it to %d, or set kafka.property.transaction.timeout.ms lower; only exactly-once needs it."
                .formatted(wantedMillis()))
        : Finding.ok(what);
  }

  private static long wantedMillis() {
    return KafkaSinks.TRANSACTION_TIMEOUT.toMillis();
  }
}
