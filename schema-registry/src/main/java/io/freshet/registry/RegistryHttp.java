package io.freshet.registry;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.Base64;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Requests to a registry. What may pass is tried again, a bounded number of times: no answer in
 * time, a torn connection, 408, 429 and 5xx. Every other answer is the registry's considered one.
 * One thread.
 */
final class RegistryHttp {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String MEDIA_TYPE = "application/vnd.schemaregistry.v1+json";

  private final RegistryConfig config;
  private final HttpClient client;

  RegistryHttp(RegistryConfig config) {
    this.config = config;
    client = HttpClient.newBuilder().connectTimeout(config.timeout()).build();
  }

  /**
   * What the registry answered.
   *
   * @param status HTTP status
   * @param text the body
   */
  record Answer(int status, String text) {
    boolean isGood() {
      return status == 200;
    }

    /** The body as JSON; a missing node when it is not. */
    JsonNode json() {
      try {
        return JSON.readTree(text);
      } catch (JsonProcessingException e) {
        return MissingNode.getInstance();
      }
    }
  }

  Answer get(String path) {
    return send(request(path).GET().build());
  }

  Answer post(String path, JsonNode body) {
    return send(
        request(path)
            .header("Content-Type", MEDIA_TYPE)
            .POST(HttpRequest.BodyPublishers.ofString(body.toString()))
            .build());
  }

  /** The failure that an answer of no use is. */
  SchemaRegistryException refused(String what, Answer answer) {
    String text = answer.text();
    return new SchemaRegistryException(
        "Cannot %s: the registry answered %d; check schema.registry-url and schema.registry-api (%s, %s)"
            .formatted(
                what,
                answer.status(),
                config.url(),
                text.substring(0, Math.min(200, text.length()))));
  }

  private HttpRequest.Builder request(String path) {
    String base = config.url().endsWith("/") ? config.url() : config.url() + "/";
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(base + path))
            .timeout(config.timeout())
            .header("Accept", MEDIA_TYPE + ", application/json, */*;q=0.5");
    if (!config.credentials().isEmpty()) {
      String encoded = Base64.getEncoder().encodeToString(config.credentials().getBytes(UTF_8));
      request.header("Authorization", "Basic " + encoded);
    }
    return request;
  }

  private Answer send(HttpRequest request) {
    for (int attempt = 1; ; attempt++) {
      String problem;
      try {
        Answer answer = sendOnce(request);
        if (!mayPass(answer.status())) {
          return answer;
        }
        problem = "it answered " + answer.status();
      } catch (IOException e) {
        problem = String.valueOf(e);
      }
      if (attempt == config.attempts()) {
        throw new SchemaRegistryException(
            "Cannot reach the schema registry: %s after %d attempts; check schema.registry-url (%s)"
                .formatted(problem, attempt, request.uri()));
      }
      pause(attempt);
    }
  }

  /** The timeout covers the body too, which that of the request does not. */
  private Answer sendOnce(HttpRequest request) throws IOException {
    CompletableFuture<HttpResponse<String>> response =
        client.sendAsync(request, head -> new BoundedBody());
    try {
      HttpResponse<String> complete =
          response.get(config.timeout().toMillis(), TimeUnit.MILLISECONDS);
      return new Answer(complete.statusCode(), complete.body());
    } catch (ExecutionException e) {
      throw new IOException(String.valueOf(e.getCause()), e);
    } catch (TimeoutException e) {
      response.cancel(true);
      throw new IOException("no whole answer within " + config.timeout(), e);
    } catch (InterruptedException e) {
      response.cancel(true);
      throw interrupted(e);
    }
  }

  private static boolean mayPass(int status) {
    return status == 408 || status == 429 || status >= 500;
  }

  private void pause(int attempt) {
    double doubled = (double) config.backoff().toMillis() * Math.pow(2, attempt - 1);
    long millis = (long) Math.min((double) config.maxBackoff().toMillis(), doubled);
    try {
      boolean unused = new CountDownLatch(1).await(millis, TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      throw interrupted(e);
    }
  }

  private static SchemaRegistryException interrupted(InterruptedException e) {
    Thread.currentThread().interrupt();
    return new SchemaRegistryException("Cannot ask the schema registry: interrupted", e);
  }
}
