package io.freshet.server.retrieval;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.freshet.kafka.EmbeddedKafka;
import io.freshet.schemas.EmbeddingRound;
import io.freshet.schemas.Topic;
import io.freshet.schemas.Topics;
import io.freshet.schemas.wire.AvroCodec;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;

/**
 * Topics as a running system leaves them: a catalogue with ids of any characters, two releases, a
 * listener, rounds that go on, embeddings that are refreshed, dead letters.
 */
final class OpsWorld implements AutoCloseable {
  /** Ids that break what does not take care. */
  static final List<String> HOSTILE =
      List.of(
          "<img src=x onerror=alert(1)>",
          "a/b?c#d%2F;e=1",
          "\"quoted\" 'twice' \\back",
          "שיר יפה 🎧",
          "9007199254740993",
          " spaces  within ");

  static final int ITEMS = 60;
  private static final int PARTITIONS = 2;
  private static final long ROUND_MILLIS = 1000;

  private final Topics topics = new Topics("", PARTITIONS);
  private final KafkaWorld world;
  private final KafkaProducer<byte[], byte[]> producer;
  private final AtomicLong versions = new AtomicLong(1);
  private final ScheduledExecutorService jobs = Executors.newSingleThreadScheduledExecutor();

  private OpsWorld(EmbeddedKafka kafka) {
    kafka.createTopicsWithDeadLetters(topics.fixed());
    kafka.createTopicsWithDeadLetters(
        List.of(
            topics.itemEmbeddings("r1"),
            topics.itemEmbeddings("r2"),
            topics.embeddingRounds("r1"),
            topics.embeddingRounds("r2")));
    world = new KafkaWorld(kafka.bootstrapServers(), topics);
    producer =
        new KafkaProducer<>(
            Map.of("bootstrap.servers", kafka.bootstrapServers()),
            new ByteArraySerializer(),
            new ByteArraySerializer());
  }

  /** Writes all of it, and goes on refreshing until it is closed. */
  static OpsWorld start(EmbeddedKafka kafka) {
    OpsWorld world = new OpsWorld(kafka);
    world.fill();
    var unused =
        world.jobs.scheduleAtFixedRate(world::round, 0, ROUND_MILLIS, TimeUnit.MILLISECONDS);
    return world;
  }

  @Override
  public void close() {
    jobs.shutdownNow();
    producer.close();
    world.close();
  }

  /** Makes an item the nearest neighbor of another in the graph, in the place of who was. */
  void neighbor(String item, String neighbor) {
    world.raw(topics.itemNeighborhoods(), item, NeighborhoodLookupTest.neighbors(neighbor));
  }

  private void fill() {
    world.announce("r1", 1, 2);
    world.announce("r2", 1, 2);
    world.activate("r1");
    for (int item = 0; item < ITEMS; item++) {
      put("item-" + item, item % 3 == 0 ? "podcast" : "track", item);
    }
    for (int hostile = 0; hostile < HOSTILE.size(); hostile++) {
      put(HOSTILE.get(hostile), "audiobook", hostile * 10);
    }
    neighbor("item-8", "item-9");
    world.history("ann", 1, "item-1", "item-2");
    refuse("user-17", "too_old", "Cannot use event of user-17: it is older than the horizon (1)");
    refuse("user-18", "undecodable", "Cannot decode record: unknown first bytes (FF 00)");
  }

  private void put(String id, String type, int angle) {
    world.catalog(id, type);
    embed("r1", id, angle, null);
    embed("r2", id, angle + 20, null);
  }

  /** Around a cone, six degrees from item to item. */
  private void embed(String release, String id, int angle, @Nullable Instant oldest) {
    double radians = Math.toRadians(angle * 6);
    world.embedding(
        release,
        id,
        versions.get(),
        oldest,
        (float) Math.cos(radians),
        (float) Math.sin(radians),
        .5f);
  }

  private void round() {
    long number = versions.incrementAndGet();
    Instant now = Instant.now();
    int item = (int) (number % ITEMS);
    embed("r1", "item-" + item, item, now.minusMillis(1500));
    EmbeddingRound round =
        EmbeddingRound.newBuilder()
            .setRelease("r1")
            .setRound(now.toEpochMilli() / ROUND_MILLIS * ROUND_MILLIS)
            .setClosedAt(now)
            .setEndOffsets(Map.of())
            .setInputs(10 + number % 7)
            .setAffected(List.of(1L, 12 + number % 5, 20 + number % 11))
            .setMessages(List.of(30L, 40L))
            .setPublished(20 + number % 11)
            .build();
    world.raw(
        topics.embeddingRounds("r1"), "r1", new AvroCodec<>(EmbeddingRound.class).encode(round));
    world.raw(topics.listeningEvents(), "user-1", new byte[] {1});
  }

  private void refuse(String key, String reason, String message) {
    Topic events = topics.listeningEvents();
    ProducerRecord<byte[], byte[]> letter =
        new ProducerRecord<>(
            events.deadLetters(), key.getBytes(UTF_8), new byte[] {(byte) 0xFF, 0});
    letter
        .headers()
        .add("freshet-reason", reason.getBytes(UTF_8))
        .add("__connect.errors.exception.message", message.getBytes(UTF_8))
        .add("__connect.errors.partition", "0".getBytes(UTF_8))
        .add("__connect.errors.offset", "7".getBytes(UTF_8));
    var unused = producer.send(letter);
    producer.flush();
  }
}
