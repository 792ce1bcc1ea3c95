package io.freshet.server.retrieval.status;

import static java.util.Objects.requireNonNull;

import java.net.URI;

/**
 * Where another process shows its metrics in the Prometheus text format.
 *
 * @param name what people call it
 * @param uri {@code http} or {@code https}
 */
public record ScrapeTarget(String name, URI uri) {
  public ScrapeTarget {
    requireNonNull(name, "name is null");
    requireNonNull(uri, "uri is null");
    boolean isWeb = "http".equals(uri.getScheme()) || "https".equals(uri.getScheme());
    if (name.isBlank() || !isWeb || uri.getHost() == null) {
      throw new IllegalArgumentException(
          "Cannot read metrics: name them and where they are, such as"
              + " flink=http://127.0.0.1:9249/metrics (%s=%s)".formatted(name, uri));
    }
  }
}
