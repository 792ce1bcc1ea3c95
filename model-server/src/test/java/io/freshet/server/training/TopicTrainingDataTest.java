package io.freshet.server.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.freshet.kafka.EmbeddedKafka;
import io.freshet.registry.InputSchemas;
import io.freshet.schemas.ActiveRelease;
import io.freshet.schemas.ItemFeature;
import io.freshet.schemas.ItemNeighborhood;
import io.freshet.schemas.Neighbor;
import io.freshet.schemas.Relation;
import io.freshet.schemas.Topics;
import io.freshet.schemas.wire.AvroCodec;
import io.freshet.server.model.Release;
import io.freshet.server.snapshot.Graph;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Future;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class TopicTrainingDataTest {
  private static final String ENCODER = "toy";

  @TempDir static Path directory;
  private static EmbeddedKafka kafka;

  @BeforeAll
  static void startKafka() throws IOException {
    kafka = EmbeddedKafka.start(directory.resolve("kafka"));
  }

  @AfterAll
  static void stopKafka() {
    kafka.close();
  }

  @Test
  void newestVersionsTombstonesAndGarbageAreHonoured() throws Exception {
    Topics topics = new Topics("read-", 2);
    kafka.createTopics(List.of(topics.itemFeatures(ENCODER), topics.itemNeighborhoods()));
    String features = topics.itemFeatures(ENCODER).name();
    String neighborhoods = topics.itemNeighborhoods().name();
    sendInOneTransaction(
        List.of(
            record(features, "a", 5, feature("a", "track", 1, 0)),
            record(features, "a", 4, feature("a", "podcast", 0, 1)),
            record(features, "b", 5, feature("b", "podcast", 0, 1)),
            record(features, "c", 5, feature("c", "track", 1, 1)),
            record(features, "gone", 5, feature("gone", "track", 1, 1)),
            record(features, "gone", 6, null),
            record(features, "gone", 5, feature("gone", "track", 1, 1)),
            record(features, "garbage", 5, new byte[] {1, 2, 3}),
            record(features, "long", 5, feature("long", "track", 1, 2, 3)),
            record(neighborhoods, "a", 1, neighborhood("a", "b", "gone", "never")),
            record(neighborhoods, "b", 1, neighborhood("b", "c")),
            record(neighborhoods, "b", 2, neighborhood("b", "a")),
            record(neighborhoods, "gone", 1, neighborhood("gone", "a"))));

    TrainingData data =
        new TopicTrainingData(properties(), topics, InputSchemas.defaults()).read(ENCODER, 2);

    assertThat(data.types()).containsExactly("podcast", "track");
    assertThat(data.ids()).containsExactly("b", "a", "c");
    assertThat(data.vectors()[1]).containsExactly(1, 0);
    Graph graph = data.graph();
    assertThat(graph.edges()).isEqualTo(2);
    assertThat(graph.neighbor(0)).isEqualTo(1);
    assertThat(graph.neighbor(1)).isZero();
    assertThat(graph.share(1)).as("missing neighbors keep their share").isEqualTo(1f / 3);
  }

  @Test
  void missingTopicIsNamed() {
    TopicTrainingData reader =
        new TopicTrainingData(properties(), new Topics("nowhere-", 1), InputSchemas.defaults());
    assertThatThrownBy(() -> reader.read(ENCODER, 2))
        .hasMessageContaining("nowhere-item-features-toy");
  }

  @Test
  void activatingAReleaseRemembersTheOneBefore() {
    Topics topics = new Topics("announce-", 1);
    kafka.createTopics(List.of(topics.modelReleases()));
    ReleaseAnnouncement announcement =
        new ReleaseAnnouncement(properties(), topics, InstantSource.fixed(Instant.EPOCH));
    assertThat(announcement.active()).isEmpty();
    Release release =
        new Trainer(smallConfig(), InstantSource.system(), progress -> {})
            .train("first", new SyntheticWorld(1, 60, 2, 2, 4).data())
            .release();

    announcement.announce(release, directory.resolve("first"), "00");
    announcement.activate("first");
    announcement.activate("second");
    announcement.activate("second");

    assertThat(announcement.active())
        .contains(ActiveRelease.newBuilder().setRelease("second").setPrevious("first").build());
    CompactedTopic state = CompactedTopic.read(properties(), topics.modelReleases().name());
    assertThat(state.values()).containsOnlyKeys("first", Topics.ACTIVE_RELEASE_KEY);
    assertThat(state.maxVersion()).as("three records").isEqualTo(3);
  }

  private static TrainerConfig smallConfig() {
    return new TrainerConfig(
        8, 1, 1, 1, 2, 2, 32, 32, 4, 0.75, 0.1, 0.1, 1e-2, 1e-2, 0.05, 50, 1, 1, 1L);
  }

  private static Map<String, Object> properties() {
    return Map.of("bootstrap.servers", kafka.bootstrapServers());
  }

  /** Leaves the partitions ending in control records, which carry no data. */
  private static void sendInOneTransaction(List<ProducerRecord<byte[], byte[]>> records)
      throws Exception {
    Map<String, Object> settings =
        Map.of(
            "bootstrap.servers",
            kafka.bootstrapServers(),
            ProducerConfig.TRANSACTIONAL_ID_CONFIG,
            "training-test");
    List<Future<RecordMetadata>> sent = new ArrayList<>();
    try (KafkaProducer<byte[], byte[]> producer =
        new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer())) {
      producer.initTransactions();
      producer.beginTransaction();
      for (ProducerRecord<byte[], byte[]> record : records) {
        sent.add(producer.send(record));
      }
      producer.commitTransaction();
    }
    for (Future<RecordMetadata> metadata : sent) {
      assertThat(metadata.get().hasOffset()).isTrue();
    }
  }

  private static ProducerRecord<byte[], byte[]> record(
      String topic, String key, long version, byte @Nullable [] value) {
    ProducerRecord<byte[], byte[]> record =
        new ProducerRecord<>(topic, key.getBytes(StandardCharsets.UTF_8), value);
    record
        .headers()
        .add("freshet-version", Long.toString(version).getBytes(StandardCharsets.UTF_8));
    return record;
  }

  private static byte[] feature(String id, String type, float... vector) {
    List<Float> values = new ArrayList<>();
    for (float value : vector) {
      values.add(value);
    }
    return new AvroCodec<>(ItemFeature.class)
        .encode(
            ItemFeature.newBuilder()
                .setItemId(id)
                .setItemType(type)
                .setVersion(1)
                .setEncoderId(ENCODER)
                .setTextHash("")
                .setVector(values)
                .build());
  }

  private static byte[] neighborhood(String id, String... neighbors) {
    List<Neighbor> shares =
        Arrays.stream(neighbors)
            .map(neighbor -> new Neighbor(neighbor, 1f / neighbors.length))
            .toList();
    return new AvroCodec<>(ItemNeighborhood.class)
        .encode(
            ItemNeighborhood.newBuilder()
                .setItemId(id)
                .setItemType("track")
                .setVersion(1)
                .setAsOf(Instant.EPOCH)
                .setRelations(List.of(new Relation("track", 1.0, shares)))
                .build());
  }
}
