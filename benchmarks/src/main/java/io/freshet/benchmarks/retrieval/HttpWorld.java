package io.freshet.benchmarks.retrieval;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.freshet.schemas.ActiveRelease;
import io.freshet.schemas.CatalogItem;
import io.freshet.schemas.HistoryEntry;
import io.freshet.schemas.ModelRelease;
import io.freshet.schemas.Signal;
import io.freshet.schemas.Topic;
import io.freshet.schemas.Topics;
import io.freshet.schemas.UserHistory;
import io.freshet.schemas.wire.AvroCodec;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.locks.LockSupport;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** What the jobs and the catalogue's owner would write, for a server to be asked about. */
final class HttpWorld implements AutoCloseable {
  static final String RELEASE = "bench";

  private static final int HISTORY = 20;
  private static final int LAYERS = 1;
  private static final int PREPARED = 20_000;
  private static final String[] TYPES = {"track", "podcast", "audiobook"};

  private final Topics topics;
  private final VectorSet set;
  private final StoredVectors vectors;
  private final KafkaProducer<byte[], byte[]> producer;

  HttpWorld(String bootstrapServers, Topics topics, VectorSet set) {
    this.topics = topics;
    this.set = set;
    this.vectors = new StoredVectors(set.dimensions());
    this.producer =
        new KafkaProducer<>(
            Map.of("bootstrap.servers", bootstrapServers, "linger.ms", 5),
            new ByteArraySerializer(),
            new ByteArraySerializer());
  }

  /** Writes everything once. */
  void fill(int users, long seed) {
    Random random = new Random(seed);
    for (int item = 0; item < set.items().length; item++) {
      send(topics.catalogItems(), id(item), catalogItem(item));
      send(
          topics.itemEmbeddings(RELEASE),
          id(item),
          vectors.encoded(id(item), set.items()[item], 1));
    }
    for (int user = 0; user < users; user++) {
      send(topics.userHistories(), user(user), history(user(user), random));
    }
    ModelRelease announced =
        ModelRelease.newBuilder()
            .setRelease(RELEASE)
            .setUri("file:///bench")
            .setSha256("")
            .setEncoderId("bench")
            .setTextDimensions(set.dimensions())
            .setDimensions(set.dimensions() / (LAYERS + 1))
            .setLayers(LAYERS)
            .build();
    send(topics.modelReleases(), RELEASE, encoded(ModelRelease.class, announced));
    ActiveRelease active = ActiveRelease.newBuilder().setRelease(RELEASE).build();
    send(topics.modelReleases(), Topics.ACTIVE_RELEASE_KEY, encoded(ActiveRelease.class, active));
    producer.flush();
  }

  /** Embeddings of items that have moved, encoded beforehand. */
  List<ProducerRecord<byte[], byte[]>> moved(long seed) {
    Drift drift = new Drift(set, seed);
    List<ProducerRecord<byte[], byte[]>> records = new ArrayList<>();
    for (int i = 0; i < PREPARED; i++) {
      int item = drift.nextItem();
      // Equal versions are applied in the order they come, so the records can be sent again.
      records.add(
          new ProducerRecord<>(
              topics.itemEmbeddings(RELEASE).name(),
              id(item).getBytes(UTF_8),
              vectors.encoded(id(item), drift.move(item), 2)));
    }
    return records;
  }

  /** Sends at a steady rate until interrupted; tells how many a second were sent. */
  double send(List<ProducerRecord<byte[], byte[]>> records, double perSecond, Duration length) {
    long startNanos = System.nanoTime();
    long endNanos = startNanos + length.toNanos();
    long sent = 0;
    for (long now = startNanos; now < endNanos; now = System.nanoTime()) {
      long due = (long) ((now - startNanos) / 1e9 * perSecond);
      for (; sent < due; sent++) {
        var unused = producer.send(records.get((int) (sent % records.size())));
      }
      LockSupport.parkNanos(1_000_000);
    }
    return sent / ((System.nanoTime() - startNanos) / 1e9);
  }

  static String id(int item) {
    return "item-" + item;
  }

  static String user(int user) {
    return "user-" + user;
  }

  @Override
  public void close() {
    producer.close();
  }

  private byte[] catalogItem(int item) {
    return encoded(
        CatalogItem.class,
        CatalogItem.newBuilder()
            .setItemId(id(item))
            .setItemType(TYPES[item % TYPES.length])
            .setTitle("Title of item " + item)
            .setCreators(List.of("creator-" + item / 10))
            .setLanguage("en")
            .build());
  }

  private byte[] history(String user, Random random) {
    List<HistoryEntry> entries = new ArrayList<>();
    for (int i = 0; i < HISTORY; i++) {
      entries.add(
          HistoryEntry.newBuilder()
              .setItemId(id(random.nextInt(set.items().length)))
              .setItemType(TYPES[0])
              .setSignal(Signal.LIKE)
              .setOccurredAt(Instant.EPOCH)
              .build());
    }
    return encoded(
        UserHistory.class,
        UserHistory.newBuilder().setUserId(user).setVersion(1).setInteractions(entries).build());
  }

  private void send(Topic topic, String key, byte[] value) {
    var unused = producer.send(new ProducerRecord<>(topic.name(), key.getBytes(UTF_8), value));
  }

  private static <T extends SpecificRecord> byte[] encoded(Class<T> type, T record) {
    return new AvroCodec<>(type).encode(record);
  }
}
