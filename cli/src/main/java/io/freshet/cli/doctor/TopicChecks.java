package io.freshet.cli.doctor;

import static io.freshet.cli.doctor.Answers.await;

import io.freshet.schemas.Topic;
import io.freshet.schemas.Topic.Cleanup;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.config.TopicConfig;

/** Checks that topics exist, keep what they must keep, and are split as they must be. */
final class TopicChecks {
  /** Consumers keep the versions of tombstones for a day. */
  private static final Duration TOMBSTONES = Duration.ofHours(24);

  private TopicChecks() {}

  static List<Finding> all(Admin admin, Collection<Topic> topics) {
    Set<String> existing = await("list topics", admin.listTopics().names());
    List<Topic> found = topics.stream().filter(each -> existing.contains(each.name())).toList();
    Map<String, Integer> partitions = new HashMap<>();
    await(
            "describe topics",
            admin.describeTopics(found.stream().map(Topic::name).toList()).allTopicNames())
        .forEach((name, description) -> partitions.put(name, description.partitions().size()));
    Map<ConfigResource, Config> configs =
        await(
            "read the topics' settings",
            admin.describeConfigs(found.stream().map(TopicChecks::resource).toList()).all());
    List<Finding> findings = new ArrayList<>();
    for (Topic topic : topics) {
      Config config = configs.get(resource(topic));
      findings.add(
          config == null
              ? Finding.failure(
                  "topic %s is missing".formatted(topic.name()), "Run: freshet topics create")
              : check(topic, partitions.getOrDefault(topic.name(), 0), config));
    }
    return findings;
  }

  private static Finding check(Topic topic, int partitions, Config config) {
    String policy = value(config, TopicConfig.CLEANUP_POLICY_CONFIG);
    String what = "topic %s, %d partitions, cleanup %s".formatted(topic.name(), partitions, policy);
    if (!policy.equals(topic.cleanup().policy())) {
      return Finding.failure(
          what,
          "It must be %s: kafka-configs.sh --alter --entity-type topics --entity-name %s --add-config cleanup.policy=%s"
              .formatted(topic.cleanup().policy(), topic.name(), topic.cleanup().policy()));
    }
    if (topic.partitions() == 1 && partitions != 1) {
      return Finding.failure(
          what, "Its records must stay in order: create it anew with one partition.");
    }
    String retention = value(config, TopicConfig.DELETE_RETENTION_MS_CONFIG);
    if (topic.cleanup() == Cleanup.COMPACT && Long.parseLong(retention) < TOMBSTONES.toMillis()) {
      return Finding.warning(
          "%s, tombstones kept %s ms".formatted(what, retention),
          "A reader that is away longer misses deletions: set delete.retention.ms to 172800000.");
    }
    return Finding.ok(what);
  }

  private static ConfigResource resource(Topic topic) {
    return new ConfigResource(ConfigResource.Type.TOPIC, topic.name());
  }

  private static String value(Config config, String name) {
    return String.valueOf(config.get(name).value());
  }
}
