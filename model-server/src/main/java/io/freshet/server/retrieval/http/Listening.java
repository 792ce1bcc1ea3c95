package io.freshet.server.retrieval.http;

import static java.util.Objects.requireNonNull;

/**
 * Where the server listens, and to whom.
 *
 * @param host address to bind
 * @param port 0 picks a free one
 * @param keys what callers must show
 */
public record Listening(String host, int port, ApiKeys keys) {
  public Listening {
    requireNonNull(host, "host is null");
    requireNonNull(keys, "keys is null");
  }
}
