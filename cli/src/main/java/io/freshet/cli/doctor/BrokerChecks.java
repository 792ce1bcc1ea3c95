package io.freshet.cli;

import io.freshet.schemas.Topic;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.KafkaException;

/** Checks that Kafka answers and has the topics. */
final class KafkaChecks {
  private KafkaChecks() {}

  static List<Finding> all(String bootstrapServers, List<Topic> topics) {
    List<Finding> findings = new ArrayList<>();
    try (Admin admin = KafkaOptions.admin(bootstrapServers)) {
      List<TopicDescription> descriptions = TopicDescription.of(admin, topics);
      findings.add(Finding.ok("Kafka answers at " + bootstrapServers));
      descriptions.forEach(each -> findings.add(topic(each)));
    } catch (KafkaException e) {
      findings.add(
          Finding.failure(
              "Kafka at %s: %s".formatted(bootstrapServers, e.getMessage()),
              "Check the address, and that the broker runs and advertises an address you reach."));
    }
    return findings;
  }

  private static Finding topic(TopicDescription topic) {
    return topic.exists()
        ? Finding.ok("topic %s, %d partitions".formatted(topic.name(), topic.partitions()))
        : Finding.failure(
            "topic %s is missing".formatted(topic.name()), "Run: freshet topics create");
  }
}
