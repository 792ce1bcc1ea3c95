package io.freshet.cli.rollout;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** What the two servers are asked for in a rollout. */
public final class ReleaseHttp {
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final int OK = 200;
  private static final ObjectMapper JSON = new ObjectMapper();

  private final HttpClient client = HttpClient.newBuilder().connectTimeout(PATIENCE).build();
  private final List<URI> inference;
  private final URI retrieval;
  private final Optional<String> key;

  /**
   * The servers.
   *
   * @param inference where each inference server answers over REST; empty when they have the
   *     release already
   * @param retrieval where a retrieval server answers
   * @param key the retrieval server's admin key
   */
  public ReleaseHttp(List<URI> inference, URI retrieval, Optional<String> key) {
    this.inference = List.copyOf(inference);
    this.retrieval = retrieval;
    this.key = key;
  }

  /** Whether releases can be switched over HTTP. */
  boolean hasKey() {
    return key.isPresent();
  }

  /**
   * Has every inference server load a release from its directory of releases.
   *
   * @throws IOException when one does not
   */
  void load(String release) throws IOException, InterruptedException {
    for (URI server : inference) {
      URI uri = server.resolve("/v2/repository/models/%s/load".formatted(encoded(release)));
      HttpResponse<String> answer = send(post(uri, ""));
      if (answer.statusCode() != OK) {
        throw new IOException(
            "Cannot load release %s at %s: %s".formatted(release, server, answer.body()));
      }
    }
  }

  /**
   * Makes a release the active one.
   *
   * @return the reason why the server could not serve it yet; empty when it is active
   * @throws IOException when it refuses for another reason
   */
  Optional<String> activate(String release) throws IOException, InterruptedException {
    return switched(release, "activate");
  }

  /**
   * Goes back from a release to the one that was active before it.
   *
   * @return the reason why the server could not serve that yet; empty when it is active
   * @throws IOException when it refuses for another reason
   */
  Optional<String> rollback(String release) throws IOException, InterruptedException {
    return switched(release, "rollback");
  }

  /** The release that answers come from now; empty while none do. */
  Optional<String> served() throws IOException, InterruptedException {
    HttpResponse<String> answer =
        send(post(retrieval.resolve("/api/recommend"), "{\"history\":[],\"n\":1}"));
    return answer.statusCode() == OK
        ? Optional.of(JSON.readTree(answer.body()).at("/index/release").asText())
        : Optional.empty();
  }

  private Optional<String> switched(String release, String how)
      throws IOException, InterruptedException {
    URI uri = retrieval.resolve("/api/releases/%s/%s".formatted(encoded(release), how));
    HttpResponse<String> answer = send(post(uri, ""));
    if (answer.statusCode() == OK) {
      return Optional.empty();
    }
    JsonNode error = JSON.readTree(answer.body()).path("error");
    String message = error.path("message").asText();
    String code = error.path("code").asText();
    // An announcement that has just been written may not have arrived there.
    if (code.equals("release_not_complete") || code.equals("release_not_found")) {
      return Optional.of(message);
    }
    throw new IOException("%s (%s)".formatted(message, code));
  }

  private HttpRequest post(URI uri, String body) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(uri).timeout(PATIENCE).POST(BodyPublishers.ofString(body));
    key.ifPresent(it -> request.header("X-API-Key", it));
    return request.build();
  }

  private HttpResponse<String> send(HttpRequest request) throws IOException, InterruptedException {
    return client.send(request, BodyHandlers.ofString());
  }

  private static String encoded(String release) {
    return URLEncoder.encode(release, UTF_8);
  }
}
