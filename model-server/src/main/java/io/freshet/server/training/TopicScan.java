package io.freshet.server.training;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/**
 * Reads a topic once, from the beginning to the end as of the call. The end is where the consumer's
 * position reaches the end offset: the last offsets of a transactional or compacted partition may
 * hold no record at all.
 */
public final class TopicScan {
  private static final Duration POLL = Duration.ofMillis(500);
  private static final int MAX_POLLS_WITHOUT_PROGRESS = 60;

  private TopicScan() {}

  /**
   * Shows every record, those of one partition in their order.
   *
   * @param properties of the consumer; what reading to the end needs is set here
   * @throws IllegalStateException when the topic does not exist or yields nothing for 30 s
   */
  public static void read(
      Map<String, Object> properties,
      String topic,
      java.util.function.Consumer<ConsumerRecord<byte[], byte[]>> sink) {
    if (!readIfThere(properties, topic, sink)) {
      throw new IllegalStateException("Cannot read topic: it does not exist (%s)".formatted(topic));
    }
  }

  /**
   * The same of a topic that need not be there.
   *
   * @return whether it is
   * @throws IllegalStateException when it yields nothing for 30 s
   */
  public static boolean readIfThere(
      Map<String, Object> properties,
      String topic,
      java.util.function.Consumer<ConsumerRecord<byte[], byte[]>> sink) {
    Map<String, Object> settings = new HashMap<>(properties);
    settings.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_uncommitted");
    settings.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
    settings.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
    settings.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
    try (Consumer<byte[], byte[]> consumer =
        new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
      List<TopicPartition> partitions =
          consumer.partitionsFor(topic).stream()
              .map(info -> new TopicPartition(topic, info.partition()))
              .toList();
      readToEnd(consumer, topic, partitions, sink);
      return !partitions.isEmpty();
    }
  }

  private static void readToEnd(
      Consumer<byte[], byte[]> consumer,
      String topic,
      List<TopicPartition> partitions,
      java.util.function.Consumer<ConsumerRecord<byte[], byte[]>> sink) {
    consumer.assign(partitions);
    consumer.seekToBeginning(partitions);
    Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
    long before = -1;
    int idle = 0;
    while (!atEnd(consumer, ends)) {
      consumer.poll(POLL).forEach(sink);
      long position = partitions.stream().mapToLong(consumer::position).sum();
      idle = position == before ? idle + 1 : 0;
      before = position;
      if (idle > MAX_POLLS_WITHOUT_PROGRESS) {
        throw new IllegalStateException(
            "Cannot read topic to its end: nothing came for 30 s (%s)".formatted(topic));
      }
    }
  }

  private static boolean atEnd(Consumer<?, ?> consumer, Map<TopicPartition, Long> ends) {
    return ends.entrySet().stream()
        .allMatch(end -> consumer.position(end.getKey()) >= end.getValue());
  }
}
