package io.freshet.server.retrieval.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.util.List;

/** A client of one server that says what it expects. */
final class Asking {
  private static final HttpClient CLIENT =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  static final ObjectMapper JSON = new ObjectMapper();

  private final HttpServer server;

  Asking(HttpServer server) {
    this.server = server;
  }

  /** The answer's body, whose status must be this. */
  JsonNode post(String path, String body, int status) throws IOException, InterruptedException {
    return send(request(path).POST(BodyPublishers.ofString(body)), status);
  }

  JsonNode get(String path, int status) throws IOException, InterruptedException {
    return send(request(path), status);
  }

  JsonNode send(HttpRequest.Builder request, int status) throws IOException, InterruptedException {
    HttpResponse<String> response =
        CLIENT.send(request.build(), HttpResponse.BodyHandlers.ofString());
    assertThat(response.statusCode()).as(response.body()).isEqualTo(status);
    return JSON.readTree(response.body());
  }

  int status(HttpRequest.Builder request) throws IOException, InterruptedException {
    return CLIENT.send(request.build(), HttpResponse.BodyHandlers.discarding()).statusCode();
  }

  HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + server.port() + path));
  }

  static List<String> ids(JsonNode answer) {
    return answer.at("/items").findValuesAsText("id");
  }

  static String code(JsonNode answer) {
    return answer.at("/error/code").asText();
  }
}
