package io.freshet.benchmarks.retrieval;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

final class OpenLoopTest {
  private static final int REQUESTS = 100;

  @Test
  void everyRequestIsSentOnceAndAnswersThatAreErrorsAreCounted() throws Exception {
    AtomicInteger received = new AtomicInteger();
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    ExecutorService threads = Executors.newCachedThreadPool();
    server.setExecutor(threads);
    server.createContext(
        "/",
        exchange -> {
          received.incrementAndGet();
          byte[] body = "answer".getBytes(java.nio.charset.StandardCharsets.US_ASCII);
          int status = exchange.getRequestURI().getPath().endsWith("7") ? 404 : 200;
          exchange.sendResponseHeaders(status, body.length);
          exchange.getResponseBody().write(body);
          exchange.close();
        });
    server.start();
    try {
      OpenLoop.Outcome outcome =
          new OpenLoop(server.getAddress().getPort(), 1000, number -> "/" + number)
              .run(Duration.ofMillis(REQUESTS));
      assertThat(received).hasValue(REQUESTS);
      assertThat(outcome.answered()).isEqualTo(90);
      assertThat(outcome.errors()).isEqualTo(10);
      assertThat(outcome.nanos().getTotalCount()).isEqualTo(REQUESTS);
      assertThat(outcome.millisAt(50)).isPositive();
    } finally {
      server.stop(0);
      threads.shutdownNow();
    }
  }
}
