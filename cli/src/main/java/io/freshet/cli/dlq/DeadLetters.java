package io.freshet.cli.dlq;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** Reads one topic of dead letters to where it ended when asked. */
final class DeadLetters implements AutoCloseable {
  private static final Duration POLL = Duration.ofMillis(200);

  private final KafkaConsumer<byte[], byte[]> consumer;
  private final List<TopicPartition> partitions;

  /**
   * A reader.
   *
   * @param group consumer group that remembers how far it was read; it may be of any reader
   * @throws IllegalStateException when the topic does not exist
   */
  DeadLetters(String bootstrapServers, String topic, String group) {
    consumer =
        new KafkaConsumer<>(
            Map.of(
                ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG,
                bootstrapServers,
                ConsumerConfig.GROUP_ID_CONFIG,
                group,
                ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG,
                "false",
                ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG,
                "false",
                ConsumerConfig.AUTO_OFFSET_RESET_CONFIG,
                "earliest"),
            new ByteArrayDeserializer(),
            new ByteArrayDeserializer());
    List<PartitionInfo> infos = consumer.partitionsFor(topic);
    if (infos.isEmpty()) {
      consumer.close();
      throw new IllegalStateException(
          "Cannot read dead letters: there is no such topic (%s)".formatted(topic));
    }
    partitions = infos.stream().map(info -> new TopicPartition(topic, info.partition())).toList();
    consumer.assign(partitions);
  }

  /** From the earliest on, whatever the group has read. */
  void rewind() {
    consumer.seekToBeginning(partitions);
  }

  /** Hands on what is there; the group has read nothing of it until {@link #remember}. */
  void forEach(Consumer<RefusedRecord> use) {
    Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
    while (partitions.stream()
        .anyMatch(each -> consumer.position(each) < ends.getOrDefault(each, 0L))) {
      for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
        if (record.offset() < ends.getOrDefault(partition(record), 0L)) {
          use.accept(RefusedRecord.of(record));
        }
      }
    }
    for (TopicPartition each : partitions) {
      consumer.seek(each, Math.min(consumer.position(each), ends.getOrDefault(each, 0L)));
    }
  }

  /** The group has read what was handed on. */
  void remember() {
    Map<TopicPartition, OffsetAndMetadata> read = new HashMap<>();
    partitions.forEach(each -> read.put(each, new OffsetAndMetadata(consumer.position(each))));
    consumer.commitSync(read);
  }

  private static TopicPartition partition(ConsumerRecord<byte[], byte[]> record) {
    return new TopicPartition(record.topic(), record.partition());
  }

  @Override
  public void close() {
    consumer.close();
  }
}
