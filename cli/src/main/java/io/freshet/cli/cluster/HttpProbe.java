package io.freshet.cli.cluster;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;

/** Asks servers of this machine whether they are well. */
final class HttpProbe {
  private static final int OK = 200;

  /** A process that hangs takes connections, and answers nothing. */
  private static final Duration PATIENCE = Duration.ofSeconds(5);

  private final HttpClient client = HttpClient.newHttpClient();

  /** Whether the server answers that path with 200. */
  boolean answers(int port, String path) throws InterruptedException {
    URI uri = URI.create("http://127.0.0.1:%d%s".formatted(port, path));
    try {
      return client
              .send(
                  HttpRequest.newBuilder(uri).timeout(PATIENCE).build(), BodyHandlers.discarding())
              .statusCode()
          == OK;
    } catch (IOException e) {
      return false;
    }
  }
}
