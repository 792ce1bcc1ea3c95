package io.freshet.benchmarks.graph;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.freshet.schemas.ItemNeighborhood;
import io.freshet.schemas.Neighbor;
import io.freshet.schemas.Topic;
import io.freshet.schemas.wire.AvroCodec;
import io.freshet.schemas.wire.UndecodableException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** Reads the newest neighborhood of each item from its topic. */
final class PublishedTop {
  private PublishedTop() {}

  /** Neighbors by item, heaviest first. */
  static Map<String, List<String>> read(String bootstrapServers, Topic topic)
      throws UndecodableException {
    AvroCodec<ItemNeighborhood> codec = new AvroCodec<>(ItemNeighborhood.class);
    Map<String, byte[]> newest = new HashMap<>();
    try (KafkaConsumer<byte[], byte[]> consumer =
        new KafkaConsumer<>(
            Map.of("bootstrap.servers", bootstrapServers),
            new ByteArrayDeserializer(),
            new ByteArrayDeserializer())) {
      List<TopicPartition> partitions =
          consumer.partitionsFor(topic.name()).stream()
              .map(info -> new TopicPartition(info.topic(), info.partition()))
              .toList();
      consumer.assign(partitions);
      consumer.seekToBeginning(partitions);
      Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
      while (partitions.stream()
          .anyMatch(partition -> consumer.position(partition) < ends.getOrDefault(partition, 0L))) {
        for (ConsumerRecord<byte[], byte[]> record : consumer.poll(Duration.ofMillis(200))) {
          newest.put(new String(record.key(), UTF_8), record.value());
        }
      }
    }
    Map<String, List<String>> top = new HashMap<>();
    for (Map.Entry<String, byte[]> entry : newest.entrySet()) {
      top.put(
          entry.getKey(),
          codec.decode(entry.getValue()).getRelations().stream()
              .flatMap(relation -> relation.getNeighbors().stream())
              .map(Neighbor::getItemId)
              .toList());
    }
    return top;
  }
}
