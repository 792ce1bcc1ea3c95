package io.freshet.cli.rollout;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.time.Duration;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** The keys of a compacted topic that are not deleted, followed as it grows. One thread. */
final class TopicKeys implements AutoCloseable {
  private static final Duration POLL = Duration.ofMillis(200);

  private final Consumer<byte[], byte[]> consumer;
  private final List<TopicPartition> partitions;
  private final Set<String> keys = new HashSet<>();

  /**
   * The keys of a topic, from its beginning.
   *
   * @param properties how to reach Kafka, at least {@code bootstrap.servers}
   * @throws IllegalStateException when the topic does not exist
   */
  TopicKeys(Map<String, Object> properties, String topic) {
    Map<String, Object> settings = new HashMap<>(properties);
    settings.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
    settings.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
    settings.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
    settings.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
    consumer =
        new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer());
    partitions =
        consumer.partitionsFor(topic).stream()
            .map(info -> new TopicPartition(topic, info.partition()))
            .toList();
    if (partitions.isEmpty()) {
      consumer.close();
      throw new IllegalStateException("Cannot read topic: it does not exist (%s)".formatted(topic));
    }
    consumer.assign(partitions);
    consumer.seekToBeginning(partitions);
  }

  /** The keys as of now, or a little later. */
  Set<String> now() {
    Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
    while (partitions.stream().anyMatch(it -> consumer.position(it) < ends.getOrDefault(it, 0L))) {
      consumer
          .poll(POLL)
          .forEach(
              record -> {
                if (record.key() != null) {
                  String key = new String(record.key(), UTF_8);
                  boolean unused = record.value() == null ? keys.remove(key) : keys.add(key);
                }
              });
    }
    return Collections.unmodifiableSet(keys);
  }

  @Override
  public void close() {
    consumer.close();
  }
}
