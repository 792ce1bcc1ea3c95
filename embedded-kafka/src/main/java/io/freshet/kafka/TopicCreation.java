package io.freshet.kafka;

import static java.util.Objects.requireNonNull;

import io.freshet.schemas.Topic;
import io.freshet.schemas.Topic.Cleanup;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListOffsetsOptions;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.TopicExistsException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;

/**
 * Creates topics of the catalogue with their cleanup policy; topics that exist are left as they
 * are.
 */
public final class TopicCreation {
  /** Tombstones outlive the 24 h for which consumers keep their versions. */
  private static final String TOMBSTONE_RETENTION_MILLIS = "172800000";

  private static final Duration LED_WITHIN = Duration.ofSeconds(30);
  private static final Duration ASK_AGAIN_AFTER = Duration.ofMillis(20);

  private final Admin admin;
  private final short replication;

  /**
   * Topics go to the cluster of the admin client, which stays the caller's to close.
   *
   * @param replication copies of every partition
   */
  public TopicCreation(Admin admin, short replication) {
    this.admin = requireNonNull(admin, "admin is null");
    this.replication = replication;
  }

  /**
   * Creates the missing ones, and returns when they take records.
   *
   * @return names of those created
   * @throws KafkaException if the cluster refuses one for another reason than that it exists
   */
  public Set<String> create(Collection<Topic> topics) {
    List<NewTopic> wanted = new ArrayList<>();
    for (Topic topic : topics) {
      wanted.add(
          newTopic(topic.name(), topic.partitions())
              .configs(
                  Map.of(
                      TopicConfig.CLEANUP_POLICY_CONFIG,
                      topic.cleanup().policy(),
                      TopicConfig.DELETE_RETENTION_MS_CONFIG,
                      TOMBSTONE_RETENTION_MILLIS)));
    }
    return createMissing(wanted);
  }

  /** Like {@link #create}, and a dead-letter topic of one partition beside each. */
  public Set<String> createWithDeadLetters(Collection<Topic> topics) {
    Set<String> created = new TreeSet<>(create(topics));
    List<NewTopic> deadLetters = new ArrayList<>();
    for (Topic topic : topics) {
      deadLetters.add(
          newTopic(topic.deadLetters(), 1)
              .configs(Map.of(TopicConfig.CLEANUP_POLICY_CONFIG, Cleanup.DELETE.policy())));
    }
    created.addAll(createMissing(deadLetters));
    return created;
  }

  private NewTopic newTopic(String name, int partitions) {
    return new NewTopic(name, partitions, replication);
  }

  private Set<String> createMissing(List<NewTopic> wanted) {
    Set<String> created = new TreeSet<>();
    Map<String, KafkaFuture<Void>> answers = admin.createTopics(wanted).values();
    for (Map.Entry<String, KafkaFuture<Void>> answer : answers.entrySet()) {
      if (isCreated(answer.getKey(), answer.getValue())) {
        created.add(answer.getKey());
      }
    }
    awaitLeaders(wanted.stream().filter(topic -> created.contains(topic.name())).toList());
    return created;
  }

  /**
   * Asks the leader of every partition for its end, which it answers once it takes records. The
   * controller answers earlier than that, and so does a broker's list of topics. A producer that
   * writes in between may lose: its first batch is refused, its second accepted by a partition that
   * knows no sequence yet, and from then on the first is out of order until its delivery times out
   * (KAFKA-15591).
   */
  private void awaitLeaders(List<NewTopic> created) {
    Map<TopicPartition, OffsetSpec> ends = new HashMap<>();
    for (NewTopic topic : created) {
      for (int partition = 0; partition < topic.numPartitions(); partition++) {
        ends.put(new TopicPartition(topic.name(), partition), OffsetSpec.latest());
      }
    }
    long deadlineNanos = System.nanoTime() + LED_WITHIN.toNanos();
    while (!areLed(ends)) {
      if (System.nanoTime() > deadlineNanos) {
        throw new KafkaException(
            "Cannot create topics: brokers do not know them after %s (%s)"
                .formatted(LED_WITHIN, ends.keySet()));
      }
      LockSupport.parkNanos(ASK_AGAIN_AFTER.toNanos());
    }
  }

  private boolean areLed(Map<TopicPartition, OffsetSpec> ends) {
    List<String> names = ends.keySet().stream().map(TopicPartition::topic).distinct().toList();
    try {
      // First whether they are known: the client logs the other question's "unknown" as an error.
      var described = admin.describeTopics(names).allTopicNames().get();
      var led =
          admin
              .listOffsets(ends, new ListOffsetsOptions().timeoutMs((int) LED_WITHIN.toMillis()))
              .all()
              .get();
      return described.size() == names.size() && led.size() == ends.size();
    } catch (ExecutionException e) {
      if (e.getCause() instanceof UnknownTopicOrPartitionException) {
        return false;
      }
      throw new KafkaException(
          "Cannot create topics: their partitions have no leader: %s (%s)"
              .formatted(e.getCause(), names),
          e);
    } catch (InterruptedException e) {
      throw new InterruptException(e);
    }
  }

  private static boolean isCreated(String name, KafkaFuture<Void> answer) {
    try {
      answer.get();
      return true;
    } catch (ExecutionException e) {
      if (e.getCause() instanceof TopicExistsException) {
        return false;
      }
      throw new KafkaException("Cannot create topic: %s (%s)".formatted(e.getCause(), name), e);
    } catch (InterruptedException e) {
      throw new InterruptException(e);
    }
  }
}
