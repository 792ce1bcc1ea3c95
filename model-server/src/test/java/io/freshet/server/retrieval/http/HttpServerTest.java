package io.freshet.server.retrieval.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.freshet.server.retrieval.query.World;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class HttpServerTest {
  private static final HttpClient CLIENT =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private static final ObjectMapper JSON = new ObjectMapper();

  private final World world =
      new World()
          .item("north", "track", 0, 1)
          .item("northeast", "track", .6f, .8f)
          .item("east", "podcast", 1, 0)
          .user("ann", "north");
  private final AtomicReference<List<String>> waitingFor = new AtomicReference<>(List.of());
  private final HttpServer server = Servers.start(world, waitingFor::get, ApiKeys.none());

  @AfterEach
  void stop() {
    server.close();
  }

  @Test
  void recommendsWithScoresTitlesAndTheIndexTheyComeFrom() throws Exception {
    JsonNode body = json(ask("/api/recommend/ann?n=1", 200));
    assertThat(body)
        .isEqualTo(
            JSON.readTree(
                """
                {"items":[{"id":"northeast","title":"Title of northeast","type":"track",
                  "score":%s}],
                 "source":"personal",
                 "index":{"release":"r1","generation":3,"size":3,"applied_offset":42,"lag_ms":7}}
                """
                    .formatted(body.at("/items/0/score"))));
    assertThat(body.at("/items/0/score").asDouble()).isBetween(.79, .81);
  }

  @Test
  void typesAndSeenAreParameters() throws Exception {
    assertThat(ids(ask("/api/recommend/ann?types=podcast,artist", 200))).containsExactly("east");
    assertThat(ids(ask("/api/recommend/ann?types=track&types=podcast&n=1000", 200)))
        .containsExactly("northeast", "east");
    assertThat(ids(ask("/api/recommend/ann?exclude_seen=false", 200)))
        .containsExactly("north", "northeast", "east");
    assertThat(json(ask("/api/recommend/nobody", 200)).at("/source").asText()).isEqualTo("popular");
  }

  @Test
  void showsAnItemAndItsNeighbors() throws Exception {
    assertThat(ids(ask("/api/items/north/neighbors?n=1", 200))).containsExactly("northeast");
    JsonNode item = json(ask("/api/items/north", 200));
    assertThat(item.at("/title").asText()).isEqualTo("Title of north");
    assertThat(item.at("/version").asText()).isEqualTo("1");
    assertThat(item.at("/embedding_age_ms").asLong()).isEqualTo(5000);
    assertThat(item.at("/stale").asBoolean(true)).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "🎧🎵",
        "שיר יפה",
        "a/b",
        "/",
        "100%",
        "%2F",
        "a b",
        "+",
        "e\u0301",
        "\u00e9",
        "?",
        "#",
        ";v=1",
        "9007199254740993",
        "..",
        ".",
        "a//b",
        "a\\b",
        "\"quoted\""
      })
  void idsOfAnyCharactersRoundTrip(String id) throws Exception {
    world.item(id, "track", .6f, .8f).user(id, id);
    assertThat(json(ask("/api/items/" + encoded(id), 200)).at("/id").asText()).isEqualTo(id);
    assertThat(ids(ask("/api/items/" + encoded(id) + "/neighbors", 200)))
        .contains("north")
        .doesNotContain(id);
    assertThat(json(ask("/api/recommend/" + encoded(id), 200)).at("/source").asText())
        .isEqualTo("personal");
    assertThat(ids(ask("/api/recommend/ann?n=100", 200))).contains(id);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"n=0", "n=1001", "n=-1", "n=x", "n=", "n=99999999999", "exclude_seen=maybe"})
  void badParametersAreRefusedWithACode(String query) throws Exception {
    JsonNode body = json(ask("/api/recommend/ann?" + query, 400));
    assertThat(body.at("/error/code").asText()).isEqualTo("invalid_parameter");
    assertThat(body.at("/error/message").asText()).startsWith("Cannot answer: ");
  }

  @Test
  void whatIsNotThereIsAnErrorWithACode() throws Exception {
    assertThat(code(ask("/api/items/unknown", 404))).isEqualTo("item_not_found");
    assertThat(code(ask("/api/items/unknown/neighbors", 404))).isEqualTo("item_not_found");
    assertThat(code(ask("/api/nothing", 404))).isEqualTo("not_found");
    HttpRequest post =
        HttpRequest.newBuilder(uri("/api/recommend/ann"))
            .POST(HttpRequest.BodyPublishers.noBody())
            .build();
    HttpResponse<String> refused = CLIENT.send(post, HttpResponse.BodyHandlers.ofString());
    assertThat(refused.statusCode()).isEqualTo(405);
    assertThat(code(refused)).isEqualTo("method_not_allowed");
  }

  @Test
  void brokenPercentEncodingIsAnErrorWithACode() throws IOException {
    String reply;
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.port())) {
      socket
          .getOutputStream()
          .write(
              "GET /api/items/%zz HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n"
                  .getBytes(UTF_8));
      reply = new String(socket.getInputStream().readAllBytes(), UTF_8);
    }
    assertThat(reply).startsWith("HTTP/1.1 400").contains("\"code\":\"invalid_request\"");
  }

  @Test
  void readinessNamesWhatIsMissingAndLivenessDoesNotCare() throws Exception {
    assertThat(json(ask("/readyz", 200)).at("/status").asText()).isEqualTo("ready");
    waitingFor.set(List.of("end of catalog-items"));
    assertThat(json(ask("/readyz", 503)).at("/waiting_for/0").asText())
        .isEqualTo("end of catalog-items");
    ask("/healthz", 200);
  }

  @Test
  void metricsCountQueriesAndErrors() throws Exception {
    ask("/api/recommend/ann", 200);
    ask("/api/items/unknown", 404);
    assertThat(ask("/metrics", 200).body())
        .contains("freshet_query_seconds_count{endpoint=\"recommend\"} 1")
        .contains("freshet_query_errors_total{code=\"item_not_found\"} 1.0")
        .contains("freshet_query_errors_total{code=\"internal\"} 0.0")
        .contains("freshet_query_seconds_count{endpoint=\"search\"} 0")
        .containsPattern("freshet_recommendations_total\\{source=\"(personal|popular)\"} 1.0");
  }

  @Test
  void requestIdIsEchoed() throws Exception {
    HttpRequest request =
        HttpRequest.newBuilder(uri("/api/recommend/ann")).header("x-request-id", "abc-1").build();
    assertThat(
            CLIENT
                .send(request, HttpResponse.BodyHandlers.discarding())
                .headers()
                .firstValue("x-request-id"))
        .hasValue("abc-1");
  }

  private HttpResponse<String> ask(String path, int status)
      throws IOException, InterruptedException {
    HttpResponse<String> response =
        CLIENT.send(
            HttpRequest.newBuilder(uri(path)).build(), HttpResponse.BodyHandlers.ofString());
    assertThat(response.statusCode()).as(response.body()).isEqualTo(status);
    return response;
  }

  private URI uri(String path) {
    return URI.create("http://127.0.0.1:" + server.port() + path);
  }

  private static String encoded(String id) {
    // Dots are legal as they are, and would be a parent segment.
    return URLEncoder.encode(id, UTF_8).replace("+", "%20").replace(".", "%2E");
  }

  private static JsonNode json(HttpResponse<String> response) throws IOException {
    return JSON.readTree(response.body());
  }

  private static String code(HttpResponse<String> response) throws IOException {
    return json(response).at("/error/code").asText();
  }

  private static List<String> ids(HttpResponse<String> response) throws IOException {
    return json(response).at("/items").findValuesAsText("id");
  }
}
