package io.freshet.server.retrieval;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.freshet.kafka.EmbeddedKafka;
import io.freshet.schemas.Topics;
import io.freshet.server.model.HgnnShape;
import io.freshet.server.model.PopularityFeatures;
import io.freshet.server.model.ReferenceTowers;
import io.freshet.server.model.Release;
import io.freshet.server.model.TowerSpec;
import io.freshet.server.retrieval.http.ApiKeys;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A release with towers from its announcement to HTTP answers, with a real broker. */
final class ServedTowersServerTest {
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final String KEY = "key-of-this-test-only";
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final HttpClient CLIENT = HttpClient.newHttpClient();
  private static final HgnnShape NETWORK = new HgnnShape(6, 4, 1, 2);
  private static final TowerSpec SPEC =
      new TowerSpec(7, 5, List.of(), List.of("plan=free", "country=SE"));

  @TempDir Path directory;

  private final Topics topics = new Topics("", 2);
  private final Random random = new Random(9);
  private final Release release = towers(1);
  private final Map<String, float[]> embeddings = new LinkedHashMap<>();
  private final Map<String, Double> counts = new HashMap<>();
  private EmbeddedKafka kafka;
  private KafkaWorld world;
  private RetrievalServer server;
  private List<String> attributes = List.of();

  private static Release towers(long seed) {
    return ReferenceTowers.random(seed, NETWORK, List.of("podcast", "track"), SPEC);
  }

  @BeforeEach
  void fillTopics() throws Exception {
    kafka = EmbeddedKafka.start(directory.resolve("kafka"));
    kafka.createTopics(topics.fixed());
    kafka.createTopics(
        List.of(topics.itemEmbeddings("towers-1"), topics.itemEmbeddings("towers-2")));
    world = new KafkaWorld(kafka.bootstrapServers(), topics);
    Path lies = directory.resolve("towers-1");
    world.announce(release, lies, release.write(lies));
    world.activate("towers-1");
    for (int item = 0; item < 6; item++) {
      String id = "item-" + item;
      world.catalog(id, "track");
      embed("towers-1", id);
      if (item > 1) {
        counts.put(id, item * 3.0);
        world.statistics(id, item * 3.0);
      }
    }
    world.history("ann", 1, "item-2", "item-0", "gone");
    server = RetrievalServer.start(config());
    await(server::isReady);
  }

  private void embed(String of, String id) {
    float[] z = new float[NETWORK.embeddingDimensions()];
    for (int k = 0; k < z.length; k++) {
      z[k] = (float) random.nextGaussian();
    }
    embeddings.put(id, z);
    world.embedding(of, id, 1, z);
  }

  @AfterEach
  void stop() {
    server.close();
    world.close();
    kafka.close();
  }

  @Test
  void towersAreLoadedServedAndFollowWhatComesAndABadReleaseNeverTakesOver() throws Exception {
    assertScores(ask("/api/recommend/ann?exclude_seen=false"), 6);
    assertExplained(
        JSON.readTree(recommend("{\"user\":\"ann\",\"exclude_seen\":false,\"explain\":true}")));
    assertThat(ask("/api/recommend/nobody").at("/source").asText()).isEqualTo("popular");
    assertThat(ask("/api/items/item-0/neighbors").at("/items/0/score").asDouble())
        .isBetween(-1.0, 1.0);

    // An item without an embedding gets one; its statistics are known already.
    counts.put("item-6", 30.0);
    world.statistics("item-6", 30.0);
    world.catalog("item-6", "track");
    embed("towers-1", "item-6");
    await(() -> ask("/api/recommend/ann?exclude_seen=false").at("/items").size() == 7);

    Release other = towers(2);
    Path lies = directory.resolve("towers-2");
    other.write(lies);
    world.announce(other, lies, "0".repeat(64));
    await(() -> post("/api/releases/towers-2/activate").contains("is not the one announced"));
    world.activate("towers-2");
    world.removeEmbedding("towers-1", "item-6", 2);
    await(() -> ask("/api/recommend/ann?exclude_seen=false").at("/items").size() == 6);
    assertThat(ask("/api/recommend/ann").at("/index/release").asText()).isEqualTo("towers-1");

    try (RetrievalServer second = RetrievalServer.start(config())) {
      await(() -> get(second, "/readyz").contains("towers of release towers-2"));
      assertThat(second.isReady()).isFalse();
    }
  }

  @Test
  void attributesOfAUserChangeTheQueryUntilTheUserIsErased() throws Exception {
    String ann = "/api/recommend/ann?exclude_seen=false";
    JsonNode before = ask(ann);
    assertScores(before, 6);

    world.attributes("ann", "SE", "unheard-of");
    await(() -> !ask(ann).at("/items").equals(before.at("/items")));
    attributes = List.of("country=SE");
    assertScores(ask(ann), 6);
    assertExplained(
        JSON.readTree(recommend("{\"user\":\"ann\",\"exclude_seen\":false,\"explain\":true}")));
    // Without a user there are no attributes.
    assertThat(
            JSON.readTree(recommend("{\"history\":[\"item-2\",\"item-0\"],\"exclude_seen\":false}"))
                .at("/items"))
        .isEqualTo(before.at("/items"));

    world.attributes("bob", "SE", "free");
    world.attributes("ann", "SE", "free");
    attributes = List.of("country=SE", "plan=free");
    await(() -> Math.abs(firstScore(ask(ann)) - score(firstId(ask(ann)), pooled())) < 1e-4);
    assertScores(ask(ann), 6);
    assertThat(ask("/api/recommend/bob").at("/source").asText()).isEqualTo("popular");
    assertThat(get(server, "/metrics"))
        .contains("freshet_retrieval_keys{store=\"user-attributes\"} 2.0");

    world.forgetAttributes("ann");
    await(() -> ask(ann).at("/items").equals(before.at("/items")));
    assertThat(get(server, "/metrics"))
        .contains("freshet_retrieval_keys{store=\"user-attributes\"} 1.0");
  }

  private static String firstId(JsonNode answer) {
    return answer.at("/items/0/id").asText();
  }

  private static double firstScore(JsonNode answer) {
    return answer.at("/items/0/score").asDouble();
  }

  /** The contribution of a play is the score less that of the plain formula without it. */
  private void assertExplained(JsonNode answer) {
    int plays = 0;
    for (JsonNode item : answer.at("/items")) {
      String id = item.at("/id").asText();
      double whole = score(id, pooled());
      assertThat(item.at("/because/popularity").asDouble())
          .isCloseTo(new ReferenceTowers(release).bias(features(id)), within(1e-4));
      for (JsonNode play : item.at("/because/plays")) {
        String other = play.at("/id").asText().equals("item-2") ? "item-0" : "item-2";
        assertThat(play.at("/contribution").asDouble())
            .isPositive()
            .isCloseTo(whole - score(id, doubles(other)), within(1e-4));
        plays++;
      }
    }
    assertThat(plays).isPositive();
  }

  private double score(String id, double[] pooled) {
    ReferenceTowers towers = new ReferenceTowers(release);
    double[] query = towers.query(Map.of("track", pooled), new double[8], attributes);
    float[] f = features(id);
    double[] v = towers.item(doubles(id), f, "track", "");
    double score = towers.bias(f);
    for (int k = 0; k < v.length; k++) {
      score += towers.scale() * v[k] * query[k];
    }
    return score;
  }

  private void assertScores(JsonNode answer, int size) {
    assertThat(answer.at("/source").asText()).isEqualTo("personal");
    assertThat(answer.at("/items")).hasSize(size);
    double last = Double.POSITIVE_INFINITY;
    for (JsonNode item : answer.at("/items")) {
      double score = score(item.at("/id").asText(), pooled());
      assertThat(item.at("/score").asDouble()).isCloseTo(score, within(1e-4)).isLessThan(last);
      last = item.at("/score").asDouble();
    }
  }

  /** The newest item weighs 1, the one before it 0.9; what has no embedding takes no place. */
  private double[] pooled() {
    double[] pooled = new double[NETWORK.embeddingDimensions()];
    for (int k = 0; k < pooled.length; k++) {
      pooled[k] = (doubles("item-2")[k] + 0.9 * doubles("item-0")[k]) / 1.9;
    }
    return pooled;
  }

  private float[] features(String id) {
    float[] features = new float[PopularityFeatures.COUNT];
    Double count = counts.get(id);
    if (count != null) {
      double mean = counts.values().stream().mapToDouble(it -> it).average().orElseThrow();
      double age = Duration.between(Instant.EPOCH, Instant.now()).toSeconds();
      new PopularityFeatures(new double[] {mean, mean, mean, mean})
          .write(new double[] {count, count, count, count}, age, features, 0);
    }
    return features;
  }

  private double[] doubles(String id) {
    float[] z = embeddings.getOrDefault(id, new float[0]);
    double[] doubles = new double[z.length];
    for (int k = 0; k < doubles.length; k++) {
      doubles[k] = z[k];
    }
    return doubles;
  }

  private RetrievalServerConfig config() {
    return RetrievalServerConfig.defaults()
        .withBootstrapServers(kafka.bootstrapServers())
        .withAddress("127.0.0.1", 0)
        .withKeys(ApiKeys.of(KEY, null));
  }

  private JsonNode ask(String path) throws Exception {
    return JSON.readTree(get(server, path));
  }

  private static String get(RetrievalServer asked, String path) throws Exception {
    return send(asked, path, HttpRequest.newBuilder().GET());
  }

  private String recommend(String body) throws Exception {
    return send(
        server,
        "/api/recommend",
        HttpRequest.newBuilder().POST(HttpRequest.BodyPublishers.ofString(body)));
  }

  private String post(String path) throws Exception {
    return send(server, path, HttpRequest.newBuilder().POST(HttpRequest.BodyPublishers.noBody()));
  }

  private static String send(RetrievalServer asked, String path, HttpRequest.Builder request)
      throws Exception {
    URI uri = URI.create("http://127.0.0.1:" + asked.port() + path);
    return CLIENT
        .send(
            request.uri(uri).header("X-API-Key", KEY).build(), HttpResponse.BodyHandlers.ofString())
        .body();
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
