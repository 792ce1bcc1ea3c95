package io.freshet.benchmarks.propagation;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.freshet.schemas.ItemFeature;
import io.freshet.schemas.Topic;
import io.freshet.schemas.wire.AvroCodec;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Future;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** Writes the text vectors of a catalog, as the catalog feature job would. */
final class FeatureFeed {
  private FeatureFeed() {}

  static void write(String bootstrapServers, Topic topic, TextVectors texts, int items)
      throws Exception {
    AvroCodec<ItemFeature> codec = new AvroCodec<>(ItemFeature.class);
    try (KafkaProducer<byte[], byte[]> producer =
        new KafkaProducer<>(
            Map.of("bootstrap.servers", bootstrapServers, "linger.ms", "20"),
            new ByteArraySerializer(),
            new ByteArraySerializer())) {
      List<Future<RecordMetadata>> sent = new ArrayList<>();
      for (int item = 0; item < items; item++) {
        String id = EdgeStream.itemId(item);
        List<Float> vector = new ArrayList<>(texts.dimensions());
        for (float value : texts.of(item)) {
          vector.add(value);
        }
        byte[] value =
            codec.encode(new ItemFeature(id, EdgeStream.TYPE, 1L, Weights.ENCODER, id, vector));
        sent.add(producer.send(new ProducerRecord<>(topic.name(), id.getBytes(UTF_8), value)));
      }
      for (Future<RecordMetadata> one : sent) {
        RecordMetadata unused = one.get();
      }
    }
  }
}
