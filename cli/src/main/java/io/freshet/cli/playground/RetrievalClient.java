package io.freshet.cli.playground;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

/** Asks the retrieval server over HTTP, as any client would. Safe for several threads. */
final class RetrievalClient {
  private static final Duration PATIENCE = Duration.ofSeconds(5);
  private static final ObjectMapper JSON = new ObjectMapper();

  private final HttpClient http = HttpClient.newBuilder().connectTimeout(PATIENCE).build();
  private final URI server;
  private final AtomicLong personalAnswers = new AtomicLong();

  RetrievalClient(URI server) {
    this.server = server;
  }

  /**
   * Titles recommended to a user now, best first; empty when nothing personal can be said.
   *
   * @throws IOException when the server does not answer as it should
   */
  List<String> recommend(String user, int n) throws IOException, InterruptedException {
    String path =
        "/api/recommend/%s?n=%d&exclude_seen=true"
            .formatted(URLEncoder.encode(user, UTF_8).replace("+", "%20"), n);
    JsonNode answer = get(path);
    List<String> titles = new ArrayList<>();
    answer.path("items").forEach(item -> titles.add(item.path("title").asText()));
    if (titles.isEmpty() || !answer.path("source").asText().equals("personal")) {
      return List.of();
    }
    personalAnswers.incrementAndGet();
    return titles;
  }

  /** How many personal answers there were. */
  long personalAnswers() {
    return personalAnswers.get();
  }

  private JsonNode get(String path) throws IOException, InterruptedException {
    HttpRequest request = HttpRequest.newBuilder(server.resolve(path)).timeout(PATIENCE).build();
    HttpResponse<String> response = http.send(request, HttpResponse.BodyHandlers.ofString());
    if (response.statusCode() != 200) {
      throw new IOException(
          "Cannot ask retrieval: %s answered %d (%s)"
              .formatted(request.uri(), response.statusCode(), response.body()));
    }
    return JSON.readTree(response.body());
  }
}
