package io.freshet.jobs;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.freshet.kafka.EmbeddedKafka;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** Reads topics from their start, for as long as a test asks. One thread. */
final class Tap implements AutoCloseable {
  private static final Duration LIMIT = Duration.ofMinutes(2);

  private final KafkaConsumer<byte[], byte[]> consumer;
  private final Map<String, List<ConsumerRecord<byte[], byte[]>>> byTopic = new LinkedHashMap<>();

  Tap(EmbeddedKafka kafka, String... topics) {
    consumer =
        new KafkaConsumer<>(
            Map.of("bootstrap.servers", kafka.bootstrapServers()),
            new ByteArrayDeserializer(),
            new ByteArrayDeserializer());
    List<TopicPartition> partitions = new ArrayList<>();
    for (String topic : topics) {
      byTopic.put(topic, new ArrayList<>());
      consumer
          .partitionsFor(topic)
          .forEach(info -> partitions.add(new TopicPartition(topic, info.partition())));
    }
    consumer.assign(partitions);
    consumer.seekToBeginning(partitions);
  }

  /** Everything read of a topic. */
  List<ConsumerRecord<byte[], byte[]>> records(String topic) {
    return byTopic.getOrDefault(topic, List.of());
  }

  /** The last record read of every key of a topic. */
  Map<String, ConsumerRecord<byte[], byte[]>> latest(String topic) {
    Map<String, ConsumerRecord<byte[], byte[]>> latest = new LinkedHashMap<>();
    records(topic).forEach(record -> latest.put(new String(record.key(), UTF_8), record));
    return latest;
  }

  /**
   * Reads on until a list is empty; in vain for too long, the test fails, and says what is in it.
   */
  <T> void untilNone(String what, Callable<List<T>> list) throws Exception {
    List<T> left = new ArrayList<>();
    try {
      until(
          what,
          () -> {
            left.clear();
            left.addAll(list.call());
            return left.isEmpty();
          });
    } catch (AssertionError e) {
      throw new AssertionError("%s: there still is %s".formatted(what, left), e);
    }
  }

  /** Reads on until the condition holds; in vain for too long, the test fails. */
  void until(String what, Callable<Boolean> condition) throws Exception {
    long end = System.nanoTime() + LIMIT.toNanos();
    while (!condition.call()) {
      assertThat(System.nanoTime())
          .as(() -> "waiting for %s, read %s".formatted(what, counts()))
          .isLessThan(end);
      consumer
          .poll(Duration.ofMillis(100))
          .forEach(record -> byTopic.getOrDefault(record.topic(), List.of()).add(record));
    }
  }

  @Override
  public void close() {
    consumer.close();
  }

  private Map<String, Integer> counts() {
    Map<String, Integer> counts = new LinkedHashMap<>();
    byTopic.forEach((topic, records) -> counts.put(topic, records.size()));
    return counts;
  }
}
