package io.freshet.benchmarks.propagation;

import io.freshet.schemas.EmbeddingRound;
import io.freshet.schemas.ItemEmbedding;
import io.freshet.schemas.ItemNeighborhood;
import io.freshet.schemas.Neighbor;
import io.freshet.schemas.Relation;
import io.freshet.schemas.Topic;
import io.freshet.schemas.wire.AvroCodec;
import io.freshet.schemas.wire.UndecodableException;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** What topics held when a round was closed. */
final class TopicSnapshot {
  private interface Use {
    void accept(ConsumerRecord<byte[], byte[]> record) throws UndecodableException;
  }

  private final String bootstrapServers;
  private final EmbeddingRound manifest;

  TopicSnapshot(String bootstrapServers, EmbeddingRound manifest) {
    this.bootstrapServers = bootstrapServers;
    this.manifest = manifest;
  }

  /** Puts the neighborhoods that the round contains into the inputs. */
  void neighborhoods(Topic topic, Inputs inputs) throws UndecodableException {
    AvroCodec<ItemNeighborhood> codec = new AvroCodec<>(ItemNeighborhood.class);
    read(
        topic,
        record -> {
          String partition = record.topic() + "-" + record.partition();
          if (record.offset() < manifest.getEndOffsets().getOrDefault(partition, 0L)) {
            put(codec.decode(record.value()), inputs);
          }
        });
  }

  /** Embeddings by item as of the round; empty where none was published. */
  float[][] embeddings(Topic topic, int items) throws UndecodableException {
    AvroCodec<ItemEmbedding> codec = new AvroCodec<>(ItemEmbedding.class);
    float[][] embeddings = new float[items][];
    Arrays.fill(embeddings, new float[0]);
    read(
        topic,
        record -> {
          ItemEmbedding embedding = codec.decode(record.value());
          if (embedding.getRound() <= manifest.getRound()) {
            embeddings[EdgeStream.item(embedding.getItemId())] = vector(embedding.getVector());
          }
        });
    return embeddings;
  }

  private static void put(ItemNeighborhood neighborhood, Inputs inputs) {
    List<Neighbor> neighbors =
        neighborhood.getRelations().stream()
            .map(Relation::getNeighbors)
            .flatMap(List::stream)
            .toList();
    int item = EdgeStream.item(neighborhood.getItemId());
    inputs.sources()[item] =
        neighbors.stream().mapToInt(neighbor -> EdgeStream.item(neighbor.getItemId())).toArray();
    inputs.shares()[item] = vector(neighbors.stream().map(Neighbor::getShare).toList());
  }

  private static float[] vector(List<Float> values) {
    float[] vector = new float[values.size()];
    for (int index = 0; index < vector.length; index++) {
      vector[index] = values.get(index);
    }
    return vector;
  }

  private void read(Topic topic, Use use) throws UndecodableException {
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
          use.accept(record);
        }
      }
    }
  }
}
