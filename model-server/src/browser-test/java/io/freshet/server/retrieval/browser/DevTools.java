package io.freshet.server.retrieval.browser;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BiConsumer;

/** A connection to a browser by the Chrome DevTools protocol: calls with answers, and events. */
final class DevTools implements AutoCloseable, WebSocket.Listener {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int PATIENCE_SECONDS = 30;

  private final AtomicLong ids = new AtomicLong();
  private final Map<Long, CompletableFuture<JsonNode>> waiting = new ConcurrentHashMap<>();
  private final Map<String, BiConsumer<String, JsonNode>> listeners = new ConcurrentHashMap<>();
  private final StringBuilder partial = new StringBuilder();
  private WebSocket socket;

  private DevTools() {}

  static DevTools connect(URI address) {
    DevTools connection = new DevTools();
    connection.socket =
        HttpClient.newHttpClient().newWebSocketBuilder().buildAsync(address, connection).join();
    return connection;
  }

  /** Tells the listener the events of a session: method and parameters. */
  void listen(String session, BiConsumer<String, JsonNode> listener) {
    listeners.put(session, listener);
  }

  /** Calls a method and waits for its answer. */
  JsonNode call(String session, String method, Object... namesAndValues) {
    try {
      return send(session, method, namesAndValues).get(PATIENCE_SECONDS, TimeUnit.SECONDS);
    } catch (ExecutionException | TimeoutException e) {
      throw new IllegalStateException("Cannot call %s: %s".formatted(method, e), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("Cannot call %s: interrupted".formatted(method), e);
    }
  }

  /** Calls a method. */
  synchronized CompletableFuture<JsonNode> send(
      String session, String method, Object... namesAndValues) {
    long id = ids.incrementAndGet();
    ObjectNode message = JSON.createObjectNode().put("id", id).put("method", method);
    if (!session.isEmpty()) {
      message.put("sessionId", session);
    }
    ObjectNode parameters = message.putObject("params");
    for (int i = 0; i < namesAndValues.length; i += 2) {
      parameters.set((String) namesAndValues[i], JSON.valueToTree(namesAndValues[i + 1]));
    }
    CompletableFuture<JsonNode> answer = new CompletableFuture<>();
    waiting.put(id, answer);
    socket.sendText(message.toString(), true).join();
    return answer;
  }

  @Override
  public CompletionStage<?> onText(WebSocket from, CharSequence text, boolean isLast) {
    partial.append(text);
    if (isLast) {
      take(partial.toString());
      partial.setLength(0);
    }
    from.request(1);
    return CompletableFuture.completedStage(null);
  }

  @Override
  public void close() {
    socket.abort();
  }

  private void take(String text) {
    JsonNode message;
    try {
      message = JSON.readTree(text);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("Cannot read what the browser says", e);
    }
    if (!message.has("id")) {
      listeners
          .getOrDefault(message.path("sessionId").asText(), (method, parameters) -> {})
          .accept(message.path("method").asText(), message.path("params"));
      return;
    }
    CompletableFuture<JsonNode> answer = waiting.remove(message.get("id").asLong());
    if (answer != null && message.has("error")) {
      answer.completeExceptionally(new IllegalStateException(message.get("error").toString()));
    } else if (answer != null) {
      answer.complete(message.path("result"));
    }
  }
}
