package io.freshet.server.retrieval;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.freshet.registry.OutputFrames;
import io.freshet.registry.OutputSchemas;
import io.freshet.schemas.ActiveRelease;
import io.freshet.schemas.CatalogItem;
import io.freshet.schemas.HistoryEntry;
import io.freshet.schemas.ItemEmbedding;
import io.freshet.schemas.ItemStatistics;
import io.freshet.schemas.ModelRelease;
import io.freshet.schemas.Signal;
import io.freshet.schemas.Topic;
import io.freshet.schemas.Topics;
import io.freshet.schemas.UserAttributes;
import io.freshet.schemas.UserHistory;
import io.freshet.schemas.wire.AvroCodec;
import io.freshet.server.model.Release;
import io.freshet.server.model.TowerSpec;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;

/** Writes what the jobs and the catalogue's owner would write. Every write waits for the broker. */
final class KafkaWorld implements AutoCloseable {
  private final Topics topics;
  private final KafkaProducer<byte[], byte[]> producer;
  private final OutputFrames frames;

  KafkaWorld(String bootstrapServers, Topics topics) {
    this(bootstrapServers, topics, OutputSchemas.defaults());
  }

  KafkaWorld(String bootstrapServers, Topics topics, OutputSchemas framing) {
    this.topics = topics;
    this.frames =
        new OutputFrames(
            framing,
            ModelRelease.getClassSchema(),
            ActiveRelease.getClassSchema(),
            CatalogItem.getClassSchema(),
            ItemEmbedding.getClassSchema(),
            UserHistory.getClassSchema(),
            UserAttributes.getClassSchema(),
            ItemStatistics.getClassSchema());
    this.producer =
        new KafkaProducer<>(
            Map.of("bootstrap.servers", bootstrapServers),
            new ByteArraySerializer(),
            new ByteArraySerializer());
  }

  void announce(String release, int dimensions, int layers) {
    ModelRelease announced =
        ModelRelease.newBuilder()
            .setRelease(release)
            .setUri("file:///releases/" + release)
            .setSha256("")
            .setEncoderId("test")
            .setTextDimensions(3)
            .setDimensions(dimensions)
            .setLayers(layers)
            .build();
    send(topics.modelReleases(), release, bytes(ModelRelease.class, announced), null);
  }

  /** Announces a release with towers that lies in a directory. */
  void announce(Release release, Path directory, String checksum) {
    ModelRelease announced =
        ModelRelease.newBuilder()
            .setRelease(release.id())
            .setUri(directory.toUri().toString())
            .setSha256(checksum)
            .setEncoderId(release.encoder())
            .setTextDimensions(release.textDimensions())
            .setDimensions(release.dimensions())
            .setLayers(release.layers())
            .setMetrics(
                Map.of(TowerSpec.ANNOUNCED, (double) release.towers().orElseThrow().dimensions()))
            .build();
    send(topics.modelReleases(), release.id(), bytes(ModelRelease.class, announced), null);
  }

  void activate(String release) {
    ActiveRelease active = ActiveRelease.newBuilder().setRelease(release).build();
    send(
        topics.modelReleases(),
        Topics.ACTIVE_RELEASE_KEY,
        bytes(ActiveRelease.class, active),
        null);
  }

  void catalog(String id, String type) {
    CatalogItem item =
        CatalogItem.newBuilder().setItemId(id).setItemType(type).setTitle("Title of " + id).build();
    send(topics.catalogItems(), id, bytes(CatalogItem.class, item), null);
  }

  void catalog(String id, String type, String language, String creator) {
    CatalogItem item =
        CatalogItem.newBuilder()
            .setItemId(id)
            .setItemType(type)
            .setTitle("Title of " + id)
            .setLanguage(language)
            .setCreators(List.of(creator))
            .build();
    send(topics.catalogItems(), id, bytes(CatalogItem.class, item), null);
  }

  void takeDown(String id) {
    send(topics.catalogItems(), id, null, null);
  }

  void embedding(String release, String id, long version, float... vector) {
    embedding(release, id, version, null, vector);
  }

  void embedding(
      String release, String id, long version, @Nullable Instant oldestEventAt, float... vector) {
    Float[] boxed = new Float[vector.length];
    Arrays.setAll(boxed, i -> vector[i]);
    ItemEmbedding embedding =
        ItemEmbedding.newBuilder()
            .setItemId(id)
            .setItemType("track")
            .setVersion(version)
            .setRound(0)
            .setComputedAt(Instant.now())
            .setOldestEventAt(oldestEventAt)
            .setDegree(1)
            .setVector(List.of(boxed))
            .build();
    send(topics.itemEmbeddings(release), id, bytes(ItemEmbedding.class, embedding), version);
  }

  void removeEmbedding(String release, String id, long version) {
    send(topics.itemEmbeddings(release), id, null, version);
  }

  /** A history of likes, newest first. */
  void history(String user, long version, String... items) {
    List<HistoryEntry> entries =
        Arrays.stream(items)
            .map(
                item ->
                    HistoryEntry.newBuilder()
                        .setItemId(item)
                        .setItemType("track")
                        .setSignal(Signal.LIKE)
                        .setOccurredAt(Instant.EPOCH)
                        .build())
            .toList();
    UserHistory history =
        UserHistory.newBuilder()
            .setUserId(user)
            .setVersion(version)
            .setInteractions(entries)
            .build();
    send(topics.userHistories(), user, bytes(UserHistory.class, history), version);
  }

  /** Erases what is known of the user. */
  void erase(String user, long version) {
    send(topics.userHistories(), user, null, version);
  }

  void attributes(String user, String country, String plan) {
    UserAttributes attributes = new UserAttributes(user, country, null, Map.of("plan", plan));
    send(topics.userAttributes(), user, bytes(UserAttributes.class, attributes), null);
  }

  /** What erases a user; that the history goes too is for the jobs to see to. */
  void forgetAttributes(String user) {
    send(topics.userAttributes(), user, null, null);
  }

  void statistics(String id, double count) {
    ItemStatistics statistics =
        ItemStatistics.newBuilder()
            .setItemId(id)
            .setItemType("track")
            .setVersion(1)
            .setAsOf(Instant.now())
            .setFirstSeen(Instant.EPOCH)
            .setCount3d(count)
            .setCount14d(count)
            .setCount60d(count)
            .setCount(count)
            .setDistinctUsers(1)
            .build();
    send(topics.itemStatistics(), id, bytes(ItemStatistics.class, statistics), 1L);
  }

  void raw(Topic topic, String id, byte[] value) {
    send(topic, id, value, null);
  }

  @Override
  public void close() {
    producer.close();
  }

  private void send(Topic topic, String id, byte @Nullable [] value, @Nullable Long version) {
    ProducerRecord<byte[], byte[]> record =
        new ProducerRecord<>(
            topic.name(),
            id.getBytes(UTF_8),
            value == null ? null : frames.framed(topic.name(), value));
    if (version != null) {
      record.headers().add("freshet-version", version.toString().getBytes(UTF_8));
    }
    try {
      producer.send(record).get();
    } catch (java.util.concurrent.ExecutionException e) {
      throw new IllegalStateException("Cannot write to " + topic.name(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("Cannot write to " + topic.name(), e);
    }
  }

  private static <T extends SpecificRecord> byte[] bytes(Class<T> type, T record) {
    return new AvroCodec<>(type).encode(record);
  }
}
