package io.freshet.cli.playground;

import io.freshet.schemas.Topic;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.ListOffsetsResult.ListOffsetsResultInfo;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;

/** Counts of what was written to topics and of what a job has taken in and checkpointed. */
final class TopicCounts implements AutoCloseable {
  private final Admin admin;

  TopicCounts(String bootstrapServers) {
    admin = Admin.create(Map.of(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers));
  }

  /** Records written to a topic so far, those compacted away included. */
  long written(Topic topic) throws InterruptedException {
    return written(topic.name());
  }

  /** Dead letters of the topics so far. */
  long deadLetters(Collection<Topic> topics) throws InterruptedException {
    long sum = 0;
    for (Topic topic : topics) {
      sum += written(topic.deadLetters());
    }
    return sum;
  }

  /** Records of a topic that a consumer group has committed as done. */
  long consumed(String group, Topic topic) throws InterruptedException {
    Map<TopicPartition, OffsetAndMetadata> committed =
        await(admin.listConsumerGroupOffsets(group).partitionsToOffsetAndMetadata());
    return committed.entrySet().stream()
        .filter(entry -> entry.getKey().topic().equals(topic.name()))
        .mapToLong(entry -> entry.getValue().offset())
        .sum();
  }

  @Override
  public void close() {
    admin.close();
  }

  private long written(String topic) throws InterruptedException {
    Map<TopicPartition, OffsetSpec> ends = new HashMap<>();
    for (TopicDescription description :
        await(admin.describeTopics(List.of(topic)).allTopicNames()).values()) {
      description
          .partitions()
          .forEach(
              each -> ends.put(new TopicPartition(topic, each.partition()), OffsetSpec.latest()));
    }
    return await(admin.listOffsets(ends).all()).values().stream()
        .mapToLong(ListOffsetsResultInfo::offset)
        .sum();
  }

  private static <T> T await(KafkaFuture<T> future) throws InterruptedException {
    try {
      return future.get();
    } catch (ExecutionException e) {
      throw new KafkaException("Cannot ask Kafka: %s".formatted(e.getCause()), e.getCause());
    }
  }
}
