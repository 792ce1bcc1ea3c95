package io.freshet.cli.doctor;

import io.freshet.schemas.ItemEmbedding;
import io.freshet.schemas.ItemFeature;
import io.freshet.schemas.Topic;
import io.freshet.schemas.Topics;
import io.freshet.schemas.wire.AvroCodec;
import io.freshet.schemas.wire.UndecodableException;
import io.freshet.server.model.Release;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.jspecify.annotations.Nullable;

/** Checks of a release directory, and that vectors in the topics have the sizes it says. */
public final class ReleaseChecks {
  private static final Duration POLL = Duration.ofSeconds(5);

  /** Records from the end of a partition among which one with a value is looked for. */
  private static final long LAST = 100;

  private ReleaseChecks() {}

  /** The directory's release, verified. */
  public static Finding directory(Path directory) {
    try {
      Release loaded = Release.load(directory);
      return Finding.ok(
          "release %s in %s: %d layers of %d, texts of %d by %s"
              .formatted(
                  loaded.id(),
                  directory,
                  loaded.layers(),
                  loaded.dimensions(),
                  loaded.textDimensions(),
                  loaded.encoder()));
    } catch (IOException e) {
      return Finding.failure(
          "release in %s: %s".formatted(directory, e.getMessage()),
          "Copy the directory again, or train a new release.");
    }
  }

  /** Compares the release with the vectors in its topics. */
  public static List<Finding> vectors(Release release, String bootstrapServers, Topics topics) {
    List<Finding> findings = new ArrayList<>();
    try (KafkaConsumer<byte[], byte[]> consumer =
        new KafkaConsumer<>(
            Map.of("bootstrap.servers", bootstrapServers, "default.api.timeout.ms", "10000"),
            new ByteArrayDeserializer(),
            new ByteArrayDeserializer())) {
      Topic features = topics.itemFeatures(release.encoder());
      newest(consumer, features, ItemFeature.class)
          .map(found -> size(features, found.getVector().size(), release.textDimensions()))
          .ifPresent(findings::add);
      Topic embeddings = topics.itemEmbeddings(release.id());
      int published = release.shape().embeddingDimensions();
      newest(consumer, embeddings, ItemEmbedding.class)
          .map(found -> size(embeddings, found.getVector().size(), published))
          .ifPresent(findings::add);
    } catch (KafkaException e) {
      findings.add(
          Finding.warning(
              "vectors of release %s: %s".formatted(release.id(), e.getMessage()),
              "See the findings about Kafka."));
    }
    return findings;
  }

  private static Finding size(Topic topic, int found, int expected) {
    String what = "vectors of %d in %s".formatted(found, topic.name());
    return found == expected
        ? Finding.ok(what)
        : Finding.failure(
            what,
            "The release says %d: another encoder or release wrote them; give a release a new id."
                .formatted(expected));
  }

  /** The newest record of any partition that can be read; empty while there is none. */
  private static <T extends SpecificRecord> Optional<T> newest(
      KafkaConsumer<byte[], byte[]> consumer, Topic topic, Class<T> type) {
    AvroCodec<T> codec = new AvroCodec<>(type);
    List<TopicPartition> partitions =
        consumer.partitionsFor(topic.name()).stream()
            .map(info -> new TopicPartition(info.topic(), info.partition()))
            .toList();
    Map<TopicPartition, Long> begins = consumer.beginningOffsets(partitions);
    Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
    Optional<T> newest = Optional.empty();
    for (TopicPartition partition : partitions) {
      long begin = begins.getOrDefault(partition, 0L);
      long end = ends.getOrDefault(partition, 0L);
      if (newest.isEmpty() && end > begin) {
        consumer.assign(List.of(partition));
        consumer.seek(partition, Math.max(begin, end - LAST));
        for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
          Optional<T> found = decoded(codec, record.value());
          newest = found.isPresent() ? found : newest;
        }
      }
    }
    return newest;
  }

  private static <T extends SpecificRecord> Optional<T> decoded(
      AvroCodec<T> codec, byte @Nullable [] value) {
    try {
      return value == null ? Optional.empty() : Optional.of(codec.decode(value));
    } catch (UndecodableException e) {
      return Optional.empty();
    }
  }
}
