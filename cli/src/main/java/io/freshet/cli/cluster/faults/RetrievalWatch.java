package io.freshet.cli.cluster.faults;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * Asks the retrieval server for recommendations ten times a second, in a thread of its own, and
 * notes what it answers. Safe for several threads.
 */
final class RetrievalWatch implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(1);
  private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(100);
  private static final int OK = 200;
  private static final ObjectMapper JSON = new ObjectMapper();

  private final HttpClient client = HttpClient.newBuilder().connectTimeout(PATIENCE).build();
  private final HttpRequest request;
  private final Thread thread = new Thread(this::ask, "retrieval-watch");
  private volatile boolean isClosed;
  private long asked;
  private long answered;
  private long answeredAtNanos;
  private long longestGapNanos;
  private long mostLagMillis;

  private RetrievalWatch(int port) {
    request =
        HttpRequest.newBuilder(
                URI.create("http://127.0.0.1:%d/api/recommend/user-1".formatted(port)))
            .timeout(PATIENCE)
            .build();
    thread.setDaemon(true);
  }

  static RetrievalWatch start(int port) {
    RetrievalWatch watch = new RetrievalWatch(port);
    watch.reset();
    watch.thread.start();
    return watch;
  }

  /**
   * What was answered.
   *
   * @param longestGapMillis longest time without an answer
   * @param mostLagMillis how old the oldest answer said its index was
   */
  record Answers(long asked, long answered, long longestGapMillis, long mostLagMillis) {}

  /** Starts the notes anew. */
  synchronized void reset() {
    asked = 0;
    answered = 0;
    answeredAtNanos = System.nanoTime();
    longestGapNanos = 0;
    mostLagMillis = 0;
  }

  /** The notes since the last reset. */
  synchronized Answers answers() {
    long gap = Math.max(longestGapNanos, System.nanoTime() - answeredAtNanos);
    return new Answers(asked, answered, TimeUnit.NANOSECONDS.toMillis(gap), mostLagMillis);
  }

  private void ask() {
    while (!isClosed) {
      try {
        HttpResponse<String> answer = client.send(request, BodyHandlers.ofString());
        note(answer.statusCode() == OK, JSON.readTree(answer.body()));
      } catch (IOException e) {
        note(false, JSON.createObjectNode());
      } catch (InterruptedException e) {
        return;
      }
      LockSupport.parkNanos(PAUSE_NANOS);
    }
  }

  private synchronized void note(boolean isGood, JsonNode answer) {
    asked++;
    if (!isGood) {
      return;
    }
    answered++;
    long now = System.nanoTime();
    longestGapNanos = Math.max(longestGapNanos, now - answeredAtNanos);
    answeredAtNanos = now;
    mostLagMillis = Math.max(mostLagMillis, answer.path("index").path("lag_ms").asLong());
  }

  @Override
  public void close() {
    isClosed = true;
    thread.interrupt();
  }
}
