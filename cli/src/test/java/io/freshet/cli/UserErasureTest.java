package io.freshet.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.freshet.jobs.InteractionGraphConfig;
import io.freshet.jobs.InteractionGraphJob;
import io.freshet.kafka.EmbeddedKafka;
import io.freshet.schemas.ActiveRelease;
import io.freshet.schemas.CatalogItem;
import io.freshet.schemas.ItemEmbedding;
import io.freshet.schemas.ListeningEvent;
import io.freshet.schemas.ModelRelease;
import io.freshet.schemas.Signal;
import io.freshet.schemas.Topic;
import io.freshet.schemas.Topics;
import io.freshet.schemas.wire.AvroCodec;
import io.freshet.server.retrieval.RetrievalServer;
import io.freshet.server.retrieval.RetrievalServerConfig;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.apache.flink.core.execution.JobClient;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** From a null value on {@code user-attributes} to answers that know nothing of the user. */
final class UserErasureTest {
  private static final Duration PATIENCE = Duration.ofMinutes(2);
  private static final long NOW = Instant.parse("2026-03-01T12:00:00Z").toEpochMilli();

  private final Topics topics = new Topics("erase-", 2);
  private final ObjectMapper json = new ObjectMapper();
  private final HttpClient client = HttpClient.newHttpClient();

  @Test
  void erasedUserIsAnsweredLikeAStrangerAndWhatComesLaterStartsEmpty(@TempDir Path directory)
      throws Exception {
    try (EmbeddedKafka kafka = EmbeddedKafka.start(directory.resolve("kafka"))) {
      kafka.createTopicsWithDeadLetters(topics.fixed());
      kafka.createTopics(List.of(topics.itemEmbeddings("r1")));
      try (KafkaProducer<byte[], byte[]> producer = producer(kafka)) {
        release(producer);
        JobClient job = startGraphJob(kafka, directory);
        try (RetrievalServer server = RetrievalServer.start(retrieval(kafka))) {
          await(server::isReady);
          event(producer, "1", "ann", "north", NOW);
          event(producer, "2", "bob", "north", NOW);
          await(() -> isPersonal(server, "ann") && isPersonal(server, "bob"));

          send(producer, topics.userAttributes(), "ann", null, NOW + 1_000);
          await(() -> !isPersonal(server, "ann"));
          assertThat(ask(server, "ann").at("/source").asText()).isEqualTo("popular");
          assertThat(ids(server, "ann")).containsExactlyInAnyOrder("north", "northeast", "east");
          assertThat(isPersonal(server, "bob")).isTrue();

          event(producer, "3", "ann", "east", NOW + 500); // late: of before the erasure
          event(producer, "4", "ann", "north", NOW + 2_000);
          await(() -> isPersonal(server, "ann"));
          assertThat(ids(server, "ann")).containsExactly("northeast", "east");
        } finally {
          job.cancel().get();
        }
      }
    }
  }

  private JobClient startGraphJob(EmbeddedKafka kafka, Path directory) throws Exception {
    StreamExecutionEnvironment environment = StreamExecutionEnvironment.createLocalEnvironment(2);
    InteractionGraphJob.assemble(
        environment,
        InteractionGraphConfig.from(
            Map.of(
                "kafka.bootstrap-servers",
                kafka.bootstrapServers(),
                "topics.prefix",
                topics.prefix(),
                "topics.partitions",
                Integer.toString(topics.partitions()),
                "job.parallelism",
                "2",
                "job.checkpoint-interval",
                "300ms",
                "job.checkpoint-directory",
                directory.resolve("checkpoints").toUri().toString())));
    return environment.executeAsync("graph");
  }

  private RetrievalServerConfig retrieval(EmbeddedKafka kafka) {
    return RetrievalServerConfig.defaults()
        .withBootstrapServers(kafka.bootstrapServers())
        .withTopicPrefix(topics.prefix())
        .withAddress("127.0.0.1", 0);
  }

  private void release(KafkaProducer<byte[], byte[]> producer) throws Exception {
    ModelRelease release =
        ModelRelease.newBuilder()
            .setRelease("r1")
            .setUri("file:///releases/r1")
            .setSha256("")
            .setEncoderId("test")
            .setTextDimensions(3)
            .setDimensions(1)
            .setLayers(1)
            .build();
    send(
        producer,
        topics.modelReleases(),
        "r1",
        new AvroCodec<>(ModelRelease.class).encode(release),
        NOW);
    send(
        producer,
        topics.modelReleases(),
        Topics.ACTIVE_RELEASE_KEY,
        new AvroCodec<>(ActiveRelease.class)
            .encode(ActiveRelease.newBuilder().setRelease("r1").build()),
        NOW);
    item(producer, "north", 0, 1);
    item(producer, "northeast", 1, 1);
    item(producer, "east", 1, 0);
  }

  private void item(KafkaProducer<byte[], byte[]> producer, String id, float x, float y)
      throws Exception {
    CatalogItem item =
        CatalogItem.newBuilder().setItemId(id).setItemType("track").setTitle(id).build();
    ItemEmbedding embedding =
        ItemEmbedding.newBuilder()
            .setItemId(id)
            .setItemType("track")
            .setVersion(1)
            .setRound(0)
            .setComputedAt(Instant.ofEpochMilli(NOW))
            .setDegree(1)
            .setVector(List.of(x, y))
            .build();
    send(producer, topics.catalogItems(), id, new AvroCodec<>(CatalogItem.class).encode(item), NOW);
    send(
        producer,
        topics.itemEmbeddings("r1"),
        id,
        new AvroCodec<>(ItemEmbedding.class).encode(embedding),
        NOW);
  }

  private void event(
      KafkaProducer<byte[], byte[]> producer, String id, String user, String item, long ingestedAt)
      throws Exception {
    ListeningEvent event =
        new ListeningEvent(
            id, user, item, "track", Signal.LIKE, Instant.ofEpochMilli(NOW), null, null, Map.of());
    byte[] value = new AvroCodec<>(ListeningEvent.class).encode(event);
    send(producer, topics.listeningEvents(), user, value, ingestedAt);
  }

  private static void send(
      KafkaProducer<byte[], byte[]> producer,
      Topic topic,
      String key,
      byte @Nullable [] value,
      long ingestedAt)
      throws Exception {
    producer
        .send(new ProducerRecord<>(topic.name(), null, ingestedAt, key.getBytes(UTF_8), value))
        .get();
  }

  private boolean isPersonal(RetrievalServer server, String user) throws Exception {
    return ask(server, user).at("/source").asText().equals("personal");
  }

  private List<String> ids(RetrievalServer server, String user) throws Exception {
    return ask(server, user).at("/items").findValuesAsText("id");
  }

  private JsonNode ask(RetrievalServer server, String user) throws Exception {
    URI uri = URI.create("http://127.0.0.1:%d/api/recommend/%s".formatted(server.port(), user));
    HttpRequest request = HttpRequest.newBuilder(uri).build();
    return json.readTree(client.send(request, HttpResponse.BodyHandlers.ofString()).body());
  }

  private static KafkaProducer<byte[], byte[]> producer(EmbeddedKafka kafka) {
    return new KafkaProducer<>(
        Map.of("bootstrap.servers", kafka.bootstrapServers()),
        new ByteArraySerializer(),
        new ByteArraySerializer());
  }

  /** Waits for what other threads do; fails loudly when it does not come. */
  private static void await(Callable<Boolean> condition) throws Exception {
    long deadlineNanos = System.nanoTime() + PATIENCE.toNanos();
    while (!condition.call()) {
      assertThat(System.nanoTime()).as("gave up waiting").isLessThan(deadlineNanos);
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(50));
    }
  }
}
