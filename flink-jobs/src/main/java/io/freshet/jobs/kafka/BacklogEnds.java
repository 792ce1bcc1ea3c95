package io.freshet.jobs.kafka;

import static java.util.Objects.requireNonNull;

import io.freshet.schemas.Topic;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.ExecutionException;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.ListOffsetsOptions;
import org.apache.kafka.clients.admin.ListOffsetsResult.ListOffsetsResultInfo;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.TopicPartition;

/**
 * Where the backlog of a topic ends for a job: read from the broker once, at the job's first start,
 * and kept as the committed offsets of a consumer group that nobody consumes with. A job that is
 * started again over a savepoint cut inside the backlog thus finds the same end, so that no record
 * falls between the part that is read as backlog and the part that is read live. After a start
 * without state the old end is still right: what came later is read live.
 */
public final class BacklogEnds {
  private final KafkaSettings settings;
  private final String group;

  /** The ends of the backlogs of one job. */
  public BacklogEnds(KafkaSettings settings) {
    this.settings = requireNonNull(settings, "settings is null");
    group = settings.group() + "-backlog";
  }

  /**
   * Offset after the last record of the backlog, per partition.
   *
   * @throws IllegalStateException when the broker does not answer or the topic does not exist
   */
  public Map<TopicPartition, Long> of(Topic topic) {
    return ask(settings, topic, admin -> of(topic, admin));
  }

  /**
   * Offset after the last record that is in the topic now, per partition.
   *
   * @throws IllegalStateException when the broker does not answer or the topic does not exist
   */
  public static Map<TopicPartition, Long> newest(KafkaSettings settings, Topic topic) {
    return ask(settings, topic, admin -> newest(topic, admin));
  }

  /** A question to the broker. */
  @FunctionalInterface
  private interface Question {
    Map<TopicPartition, Long> ask(Admin admin) throws ExecutionException, InterruptedException;
  }

  private static Map<TopicPartition, Long> ask(
      KafkaSettings settings, Topic topic, Question question) {
    Properties properties = new Properties();
    properties.putAll(settings.properties());
    properties.put(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, settings.bootstrapServers());
    try (Admin admin = Admin.create(properties)) {
      return question.ask(admin);
    } catch (ExecutionException e) {
      throw new IllegalStateException(
          "Cannot find the end of %s: %s; create the topic and check that the broker is reachable (%s)"
              .formatted(topic.name(), e.getCause(), settings.bootstrapServers()),
          e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(
          "Cannot find the end of %s: interrupted".formatted(topic.name()), e);
    }
  }

  private Map<TopicPartition, Long> of(Topic topic, Admin admin)
      throws ExecutionException, InterruptedException {
    Map<TopicPartition, Long> newest = newest(topic, admin);
    Map<TopicPartition, OffsetAndMetadata> kept =
        admin.listConsumerGroupOffsets(group).partitionsToOffsetAndMetadata().get();
    Map<TopicPartition, Long> ends = new HashMap<>();
    newest.forEach(
        (partition, end) -> {
          OffsetAndMetadata before = kept.get(partition);
          // A topic that was made anew is shorter than what was kept.
          ends.put(partition, before == null ? end : Math.min(before.offset(), end));
        });
    admin
        .alterConsumerGroupOffsets(
            group,
            ends.entrySet().stream()
                .collect(
                    Collectors.toMap(
                        Map.Entry::getKey, end -> new OffsetAndMetadata(end.getValue()))))
        .all()
        .get();
    return ends;
  }

  private static Map<TopicPartition, Long> newest(Topic topic, Admin admin)
      throws ExecutionException, InterruptedException {
    Map<TopicPartition, OffsetSpec> latest = new HashMap<>();
    admin
        .describeTopics(List.of(topic.name()))
        .allTopicNames()
        .get()
        .forEach(
            (name, description) ->
                description
                    .partitions()
                    .forEach(
                        partition ->
                            latest.put(
                                new TopicPartition(name, partition.partition()),
                                OffsetSpec.latest())));
    Map<TopicPartition, ListOffsetsResultInfo> offsets =
        admin
            .listOffsets(latest, new ListOffsetsOptions(IsolationLevel.READ_COMMITTED))
            .all()
            .get();
    return offsets.entrySet().stream()
        .collect(Collectors.toMap(Map.Entry::getKey, entry -> entry.getValue().offset()));
  }
}
