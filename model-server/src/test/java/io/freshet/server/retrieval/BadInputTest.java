package io.freshet.server.retrieval;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.freshet.kafka.EmbeddedKafka;
import io.freshet.schemas.Topic;
import io.freshet.schemas.Topics;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A running retrieval server that is sent whatever there is, by Kafka and by HTTP. */
final class BadInputTest {
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final Random RANDOM = new Random(20_260_729);
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Topics TOPICS = new Topics("bad-", 1);
  private static final String ODD = "🎧 %2F/..\n";
  private static final String ODD_PATH = "%F0%9F%8E%A7%20%252F%2F..%0A";

  private static EmbeddedKafka kafka;
  private static KafkaWorld world;
  private static RetrievalServer server;

  @BeforeAll
  static void startWithAGoodWorld(@TempDir Path directory) throws Exception {
    kafka = EmbeddedKafka.start(directory);
    kafka.createTopics(TOPICS.fixed());
    kafka.createTopics(List.of(TOPICS.itemEmbeddings("r1")));
    world = new KafkaWorld(kafka.bootstrapServers(), TOPICS);
    world.announce("r1", 1, 1);
    world.activate("r1");
    for (String id : List.of("north", "east", ODD)) {
      world.catalog(id, "track");
    }
    world.embedding("r1", "north", 1, 0, 1);
    world.embedding("r1", "east", 1, 1, 0);
    world.embedding("r1", ODD, 1, .8f, .6f);
    world.history("ann", 1, "north");
    world.history(ODD, 1, ODD);
    world.statistics("east", 7);
    server =
        RetrievalServer.start(
            RetrievalServerConfig.defaults()
                .withBootstrapServers(kafka.bootstrapServers())
                .withTopicPrefix(TOPICS.prefix())
                .withAddress("127.0.0.1", 0));
    await(server::isReady);
  }

  @AfterAll
  static void stop() {
    server.close();
    world.close();
    kafka.close();
  }

  @Test
  void rubbishOnAnyTopicIsCountedAndChangesNoAnswer() throws Exception {
    List<String> before = answers();
    for (Topic topic :
        List.of(TOPICS.catalogItems(), TOPICS.userHistories(), TOPICS.userAttributes())) {
      assertSkipped(topic, "undecodable", "ann", rubbishOf(topic, "ann"));
      assertSkipped(topic, "undecodable", ODD, rubbishOf(topic, ODD));
    }
    assertSkipped(
        TOPICS.itemStatistics(), "undecodable", "east", rubbishOf(TOPICS.itemStatistics(), "east"));
    assertSkipped(TOPICS.itemStatistics(), "invalid", "east", BadRecords.statistics("east"));
    byte[] ofAnother = BadRecords.good(TOPICS.catalogItems().name(), TOPICS, "another");
    assertSkipped(TOPICS.catalogItems(), "invalid", "east", List.of(ofAnother));
    byte[] ofBob = BadRecords.good(TOPICS.userAttributes().name(), TOPICS, "bob");
    assertSkipped(TOPICS.userAttributes(), "invalid", "ann", List.of(ofBob));
    Topic embeddings = TOPICS.itemEmbeddings("r1");
    assertSkipped(embeddings, "undecodable", ODD, rubbishOf(embeddings, ODD));
    assertSkipped(embeddings, "bad_vector", ODD, BadRecords.embeddings(ODD).subList(0, 6));
    assertSkipped(embeddings, "invalid", ODD, BadRecords.embeddings(ODD).subList(6, 10));
    Topic releases = TOPICS.modelReleases();
    assertSkipped(releases, "undecodable", "r1", rubbishOf(releases, "r1"));
    assertSkipped(releases, "undecodable", Topics.ACTIVE_RELEASE_KEY, rubbishOf(releases, "r1"));
    assertSkipped(releases, "invalid", "r1", BadRecords.releases("r1"));
    assertSkipped(releases, "invalid", Topics.ACTIVE_RELEASE_KEY, BadRecords.actives());

    assertThat(answers()).isEqualTo(before);
    world.activate("never-built");
    world.embedding("r1", "north", 2, 1, 0);
    await(() -> index(get("/api/items/north")).contains("r1") && neighbour("north", "east"));
    assertThat(get("/metrics")).doesNotContainPattern("reader_failures_total\\{.*} [1-9]");
    assertThat(server.isReady()).isTrue();
    world.embedding("r1", "north", 3, 0, 1);
    await(() -> neighbour("north", "odd"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "%0A",
        "%0D%0A",
        "%FF",
        "%C3%28",
        "%ED%A0%80",
        "%E2%80%AE",
        "..%2F..%2Fetc%2Fpasswd",
        "%252e%252e",
        "%3Fn%3D0",
        "%23",
        ";jsessionid=1",
        "%7B%7D",
        "north%7F"
      })
  void unknownIdsOfAnyBytesAreNotFoundAndUnknownUsersGetThePopularOnes(String path)
      throws Exception {
    assertThat(get("/api/items/" + path)).startsWith("HTTP/1.1 404").contains("item_not_found");
    assertThat(get("/api/items/" + path + "/neighbors"))
        .startsWith("HTTP/1.1 404")
        .contains("item_not_found");
    assertThat(get("/api/recommend/" + path + "?n=1"))
        .startsWith("HTTP/1.1 200")
        .contains("\"source\":\"popular\"", "\"east\"");
  }

  @Test
  void anIdOfAnyCharactersIsFound() throws Exception {
    JsonNode item = body(get("/api/items/" + ODD_PATH));
    assertThat(item.at("/id").asText()).isEqualTo(ODD);
    assertThat(item.at("/embedded").asBoolean()).isTrue();
    assertThat(body(get("/api/recommend/" + ODD_PATH)).at("/source").asText())
        .isEqualTo("personal");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "n=0",
        "n=-1",
        "n=1001",
        "n=1e3",
        "n=0x10",
        "n=%F0%9F%8E%A7",
        "n=",
        "n=2147483648",
        "n=NaN",
        "n=1;2",
        "exclude_seen=",
        "exclude_seen=TRUE",
        "exclude_seen=%00"
      })
  void badParametersAreRefusedWithACode(String query) throws Exception {
    assertThat(get("/api/recommend/ann?" + query))
        .startsWith("HTTP/1.1 400")
        .contains("invalid_parameter");
  }

  @Test
  void oddTypesMatchNothingAndTooManyAreRefused() throws Exception {
    for (String types : List.of("%F0%9F%8E%A7", "%00", "%FF", "Track", "x".repeat(2_000))) {
      assertThat(body(get("/api/recommend/ann?types=" + types)).at("/items")).isEmpty();
    }
    List<String> many = new ArrayList<>();
    for (int i = 0; i < 65; i++) {
      many.add("type" + i);
    }
    assertThat(get("/api/recommend/ann?types=" + String.join(",", many)))
        .startsWith("HTTP/1.1 400")
        .contains("invalid_parameter");
  }

  @Test
  void whatIsNoRequestIsAnsweredOrHungUpOnAndTheNextIsServed() throws Exception {
    for (String rubbish :
        List.of(
            "GET /api/items/%zz HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n",
            "GET /api/items/" + "x".repeat(100_000) + " HTTP/1.1\r\nHost: x\r\n\r\n",
            "GET /api/items/a%00b HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n",
            "GET /healthz HTTP/9.9\r\nHost: x\r\n\r\n",
            "GET\r\n\r\n",
            "\u0000\u0001\u0002\u00ff\r\n\r\n",
            "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n",
            "GET /healthz HTTP/1.1\r\nX: " + "y".repeat(100_000) + "\r\n\r\n",
            "POST /api/recommend/ann HTTP/1.1\r\nHost: x\r\nContent-Length: -5\r\n\r\n",
            "GET /api/recommend/ann HTTP/1.1\r\n\r\n")) {
      String reply = exchange(rubbish);
      assertThat(
              reply.isEmpty() || reply.startsWith("HTTP/1.1 4") || reply.startsWith("HTTP/1.1 5"))
          .as(reply)
          .isTrue();
      assertThat(get("/healthz")).startsWith("HTTP/1.1 200");
    }
  }

  private static List<byte[]> rubbishOf(Topic topic, String id) {
    return BadRecords.rubbish(BadRecords.good(topic.name(), TOPICS, id), RANDOM);
  }

  private static void assertSkipped(Topic topic, String result, String id, List<byte[]> values)
      throws Exception {
    double before = counted(topic, result);
    values.forEach(value -> world.raw(topic, id, value));
    await(() -> counted(topic, result) == before + values.size());
  }

  private static double counted(Topic topic, String result) throws Exception {
    Matcher line =
        Pattern.compile(
                "records_total\\{result=\"%s\",topic=\"%s\"} (\\S+)"
                    .formatted(result, topic.name()))
            .matcher(get("/metrics"));
    return line.find() ? Double.parseDouble(line.group(1)) : 0;
  }

  /** All answers without what the index says of its own progress. */
  private static List<String> answers() throws Exception {
    List<String> answers = new ArrayList<>();
    for (String path :
        List.of(
            "/api/recommend/ann",
            "/api/recommend/" + ODD_PATH,
            "/api/recommend/nobody",
            "/api/items/" + ODD_PATH + "/neighbors",
            "/api/items/east/neighbors")) {
      answers.add(String.join(" ", body(get(path)).at("/items").findValuesAsText("id")));
    }
    for (String item : List.of("north", "east", ODD_PATH)) {
      answers.add(body(get("/api/items/" + item)).at("/version").asText());
    }
    return answers;
  }

  private static boolean neighbour(String item, String first) throws Exception {
    String found = body(get("/api/items/" + item + "/neighbors")).at("/items/0/id").asText();
    return found.equals(first.equals("odd") ? ODD : first);
  }

  private static String index(String reply) throws IOException {
    return body(reply).at("/index/release").asText();
  }

  private static JsonNode body(String reply) throws IOException {
    assertThat(reply).startsWith("HTTP/1.1 200");
    return JSON.readTree(reply.substring(reply.indexOf("\r\n\r\n") + 4));
  }

  private static String get(String path) throws IOException {
    return exchange("GET " + path + " HTTP/1.0\r\nHost: x\r\n\r\n");
  }

  /** Sends what no client would, and reads until the server hangs up. */
  private static String exchange(String request) throws IOException {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.port())) {
      socket.setSoTimeout(Math.toIntExact(PATIENCE.toMillis()));
      socket.getOutputStream().write(request.getBytes(ISO_8859_1));
      socket.shutdownOutput();
      return new String(socket.getInputStream().readAllBytes(), UTF_8);
    }
  }

  private static void await(Callable<Boolean> condition) throws Exception {
    long deadlineNanos = System.nanoTime() + PATIENCE.toNanos();
    while (!condition.call()) {
      assertThat(System.nanoTime()).as("gave up waiting").isLessThan(deadlineNanos);
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(20));
    }
  }
}
