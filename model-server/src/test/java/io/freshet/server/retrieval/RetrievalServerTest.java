package io.freshet.server.retrieval;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.freshet.kafka.EmbeddedKafka;
import io.freshet.schemas.Topics;
import io.freshet.server.retrieval.http.ApiKeys;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.io.TempDir;

/** Topics to HTTP answers, with a real broker; every test has its own topics. */
final class RetrievalServerTest {
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final String KEY = "key-of-this-test-only";
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final HttpClient CLIENT = HttpClient.newHttpClient();

  @TempDir static Path directory;
  private static EmbeddedKafka kafka;

  private Topics topics;
  private KafkaWorld world;
  private RetrievalServer server;

  @BeforeAll
  static void startBroker() throws Exception {
    kafka = EmbeddedKafka.start(directory);
  }

  @AfterAll
  static void stopBroker() {
    kafka.close();
  }

  @BeforeEach
  void fillTopics(TestInfo test) {
    topics = new Topics("t" + Integer.toHexString(test.getDisplayName().hashCode()) + "-", 2);
    kafka.createTopics(topics.fixed());
    kafka.createTopics(List.of(topics.itemEmbeddings("r1"), topics.itemEmbeddings("r2")));
    world = new KafkaWorld(kafka.bootstrapServers(), topics);
    world.announce("r1", 1, 1);
    world.activate("r1");
    item("north", 0, 1);
    item("northeast", 1, 1);
    item("east", 1, 0);
    world.history("ann", 1, "north");
    world.statistics("east", 7);
    server = RetrievalServer.start(config());
    await(server::isReady);
  }

  @AfterEach
  void stop() {
    server.close();
    world.close();
  }

  @Test
  void topicsBecomeAnswers() throws Exception {
    assertThat(server.indexSize()).isEqualTo(3);
    JsonNode answer = ask("/api/recommend/ann");
    assertThat(ids(answer)).containsExactly("northeast", "east");
    assertThat(answer.at("/source").asText()).isEqualTo("personal");
    assertThat(answer.at("/items/0/score").asDouble()).isBetween(.70, .71);
    assertThat(answer.at("/items/0/title").asText()).isEqualTo("Title of northeast");
    assertThat(answer.at("/index/release").asText()).isEqualTo("r1");
    assertThat(answer.at("/index/applied_offset").asLong()).isEqualTo(3);
    assertThat(answer.at("/index/lag_ms").asLong()).isBetween(0L, 20_000L);
    JsonNode popular = ask("/api/recommend/nobody");
    assertThat(popular.at("/source").asText()).isEqualTo("popular");
    assertThat(ids(popular)).startsWith("east").hasSize(3);
  }

  @Test
  void changesOnTheTopicsChangeTheNextAnswers() throws Exception {
    world.history("ann", 2, "east");
    await(() -> ids(ask("/api/recommend/ann")).equals(List.of("northeast", "north")));
    world.embedding("r1", "north", 2, 1, 0);
    await(() -> ids(ask("/api/recommend/ann")).equals(List.of("north", "northeast")));
    world.takeDown("north");
    await(() -> ids(ask("/api/recommend/ann")).equals(List.of("northeast")));
    world.removeEmbedding("r1", "northeast", 2);
    await(() -> ids(ask("/api/recommend/ann")).isEmpty());
  }

  @Test
  void olderVersionsAndPoisonChangeNothing() throws Exception {
    world.embedding("r1", "east", 9, 1, 0);
    world.embedding("r1", "east", 8, 0, 1);
    world.removeEmbedding("r1", "north", 9);
    world.embedding("r1", "north", 8, 0, 1);
    world.raw(topics.itemEmbeddings("r1"), "east", new byte[] {1, 2, 3});
    world.embedding("r1", "east", 10, 1, 2, 3);
    world.embedding("r1", "east", 10, Float.NaN, 1);
    world.raw(topics.catalogItems(), "east", "not avro".getBytes(UTF_8));
    world.raw(topics.userHistories(), "ann", new byte[0]);
    world.raw(topics.itemStatistics(), "east", new byte[] {9});
    world.raw(topics.modelReleases(), Topics.ACTIVE_RELEASE_KEY, new byte[] {(byte) 0xC3, 1});
    await(() -> ask("/api/recommend/ann").at("/index/applied_offset").asLong() == 10);
    assertThat(ids(ask("/api/items/northeast/neighbors"))).containsExactly("east");
    assertThat(ask("/api/items/east").at("/version").asText()).isEqualTo("9");
    String metrics = text("/metrics");
    String topic = topics.itemEmbeddings("r1").name();
    assertThat(metrics)
        .contains("records_total{result=\"stale\",topic=\"%s\"} 2.0".formatted(topic))
        .contains("records_total{result=\"undecodable\",topic=\"%s\"} 1.0".formatted(topic))
        .contains("records_total{result=\"bad_vector\",topic=\"%s\"} 2.0".formatted(topic))
        .contains("freshet_index_points{release=\"r1\"} 2.0");
  }

  @Test
  void newReleaseTakesOverOnceItCoversEnoughAndNeverMixes() throws Exception {
    world.announce("r2", 1, 2);
    world.activate("r2");
    world.embedding("r2", "north", 1, 0, 0, 1);
    world.history("ann", 2, "east");
    await(() -> ids(ask("/api/recommend/ann")).equals(List.of("northeast", "north")));
    assertThat(ask("/api/recommend/ann").at("/index/release").asText()).isEqualTo("r1");
    world.embedding("r2", "east", 1, 0, 0.1f, 1);
    await(() -> ask("/api/recommend/ann").at("/index/release").asText().equals("r2"));
    world.embedding("r2", "northeast", 1, 1, 0, 0);
    await(() -> ids(ask("/api/recommend/ann")).equals(List.of("north", "northeast")));
    assertThat(server.isReady()).isTrue();
    world.activate("r1");
    await(() -> ask("/api/recommend/ann").at("/index/release").asText().equals("r1"));
  }

  @Test
  void releaseIsActivatedOnlyWhenItsIndexIsCompleteAndRolledBackOnce() throws Exception {
    assertThat(post("/api/releases/r2/activate")).contains("release_not_found");
    world.announce("r2", 1, 2);
    world.embedding("r2", "north", 1, 0, 0, 1);
    await(() -> post("/api/releases/r2/activate").contains("(1 of 2 items)"));
    assertThat(post("/api/releases/r2/activate")).contains("release_not_complete");
    assertThat(release()).isEqualTo("r1");
    world.embedding("r2", "east", 1, 0, 1, 0);
    await(() -> post("/api/releases/r2/activate").equals(switched("r2", "r1")));
    await(() -> release().equals("r2"));
    assertThat(post("/api/releases/r1/rollback")).contains("release_not_active");
    assertThat(post("/api/releases/r2/rollback")).isEqualTo(switched("r1", "r2"));
    await(() -> release().equals("r1"));
  }

  private static String switched(String release, String previous) {
    return "{\"release\":\"%s\",\"previous\":\"%s\"}".formatted(release, previous);
  }

  private String release() throws Exception {
    return ask("/api/recommend/ann").at("/index/release").asText();
  }

  private String post(String path) throws Exception {
    URI uri = URI.create("http://127.0.0.1:" + server.port() + path);
    HttpRequest request =
        HttpRequest.newBuilder(uri)
            .header("X-API-Key", KEY)
            .POST(HttpRequest.BodyPublishers.noBody())
            .build();
    return CLIENT.send(request, HttpResponse.BodyHandlers.ofString()).body();
  }

  @Test
  void catalogueAttributesReachFilters() throws Exception {
    world.catalog("northeast", "track", "pt-BR", "Anna");
    String filter =
        "{\"user\":\"ann\",\"filter\":{\"all\":[{\"field\":\"language\",\"is\":\"pt\"},"
            + "{\"field\":\"creator\",\"is\":\"Anna\"}]}}";
    await(() -> ids(JSON.readTree(recommend(filter))).equals(List.of("northeast")));
    world.catalog("northeast", "track", "sv", "Anna");
    await(() -> ids(JSON.readTree(recommend(filter))).isEmpty());
  }

  private String recommend(String body) throws Exception {
    URI uri = URI.create("http://127.0.0.1:" + server.port() + "/api/recommend");
    HttpRequest request =
        HttpRequest.newBuilder(uri)
            .header("X-API-Key", KEY)
            .POST(HttpRequest.BodyPublishers.ofString(body))
            .build();
    return CLIENT.send(request, HttpResponse.BodyHandlers.ofString()).body();
  }

  @Test
  void freshnessIsMeasuredFromTheOldestEventOfLiveEmbeddings() throws Exception {
    assertThat(server.freshness().count()).isZero();
    world.embedding("r1", "north", 2, Instant.now().minusSeconds(3), 0, 1);
    await(() -> server.freshness().count() == 1);
    assertThat(server.freshness().p50Millis()).isBetween(3000d, 33_000d);
    assertThat(text("/metrics")).contains("freshet_event_to_index_seconds_count 1");
  }

  @Test
  void metricsTellTheServingReleaseItsCoverageAndThatAnswersAreComplete() throws Exception {
    String metrics = text("/metrics");
    assertThat(metrics)
        .contains("freshet_retrieval_ready 1.0")
        .contains("freshet_index_generation{release=\"r1\"} 1.0")
        .contains("freshet_release_coverage_ratio{release=\"r1\",role=\"serving\"}")
        .containsPattern(
            "freshet_retrieval_reader_failures_total\\{topic=\"\\S*model-releases\"} ");
  }

  @Test
  void idsOfAnyCharactersGoFromTopicToAnswer() throws Exception {
    for (String id : List.of("🎧 a/b", "שיר", "100%", "e\u0301", "\u00e9", "9007199254740993")) {
      item(id, 0.1f, 1);
      world.history(id, 1, id);
      String path = URLEncoder.encode(id, UTF_8).replace("+", "%20");
      await(() -> text("/api/items/" + path).contains("\"embedded\":true"));
      await(() -> ask("/api/recommend/" + path).at("/source").asText().equals("personal"));
      assertThat(ids(ask("/api/recommend/ann?n=100"))).contains(id);
    }
  }

  @Test
  void restartRebuildsTheSameAnswers() throws Exception {
    world.removeEmbedding("r1", "east", 2);
    await(() -> server.indexSize() == 2);
    server.close();
    server = RetrievalServer.start(config());
    await(server::isReady);
    assertThat(ids(ask("/api/recommend/ann"))).containsExactly("northeast");
    assertThat(server.freshness().count()).isZero();
  }

  @Test
  void isLiveButNotReadyWithoutEmbeddings() throws Exception {
    kafka.createTopics(List.of(topics.itemEmbeddings("empty")));
    try (RetrievalServer empty = RetrievalServer.start(config().withRelease("empty"))) {
      assertThat(status(empty, "/healthz")).isEqualTo(200);
      assertThat(status(empty, "/readyz")).isEqualTo(503);
      assertThat(status(empty, "/api/recommend/ann")).isEqualTo(503);
      assertThat(empty.isReady()).isFalse();
      world.embedding("empty", "north", 1, 1, 2, 3, 4);
      await(empty::isReady);
      assertThat(status(empty, "/readyz")).isEqualTo(200);
    }
  }

  @Test
  void brokerOutageShowsAsLagAndReadingGoesOnAfterIt() throws Exception {
    await(() -> lagMillis() < 2000);
    kafka.close();
    await(() -> lagMillis() > 3000);
    assertThat(ids(ask("/api/recommend/ann"))).containsExactly("northeast", "east");
    kafka = EmbeddedKafka.start(directory);
    world.embedding("r1", "northeast", 2, -1, 0);
    await(() -> ids(ask("/api/recommend/ann")).equals(List.of("east", "northeast")));
    await(() -> lagMillis() < 2000);
    assertThat(ask("/api/recommend/ann").at("/index/applied_offset").asLong()).isEqualTo(4);
  }

  private long lagMillis() throws Exception {
    return ask("/api/recommend/ann").at("/index/lag_ms").asLong();
  }

  private void item(String id, float x, float y) {
    world.catalog(id, "track");
    world.embedding("r1", id, 1, x, y);
  }

  private RetrievalServerConfig config() {
    return RetrievalServerConfig.defaults()
        .withBootstrapServers(kafka.bootstrapServers())
        .withTopicPrefix(topics.prefix())
        .withAddress("127.0.0.1", 0)
        .withKeys(ApiKeys.of(KEY, null));
  }

  private JsonNode ask(String path) throws Exception {
    return JSON.readTree(text(path));
  }

  private String text(String path) throws Exception {
    return send(server, path).body();
  }

  private static int status(RetrievalServer asked, String path) throws Exception {
    return send(asked, path).statusCode();
  }

  private static HttpResponse<String> send(RetrievalServer asked, String path) throws Exception {
    URI uri = URI.create("http://127.0.0.1:" + asked.port() + path);
    return CLIENT.send(
        HttpRequest.newBuilder(uri).header("X-API-Key", KEY).build(),
        HttpResponse.BodyHandlers.ofString());
  }

  private static List<String> ids(JsonNode answer) {
    return answer.at("/items").findValuesAsText("id");
  }

  /** Waits for what other threads do; fails loudly when it does not come. */
  private static void await(Callable<Boolean> condition) {
    long deadlineNanos = System.nanoTime() + PATIENCE.toNanos();
    try {
      while (!condition.call()) {
        assertThat(System.nanoTime()).as("gave up waiting").isLessThan(deadlineNanos);
        LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(20));
      }
    } catch (Exception e) {
      throw new AssertionError("condition cannot be told", e);
    }
  }
}
