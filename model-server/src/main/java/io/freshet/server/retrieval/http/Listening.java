package io.freshet.server.retrieval.http;

import static java.util.Objects.requireNonNull;

import java.util.Optional;

/**
 * Where the server listens, and to whom.
 *
 * @param host address to bind
 * @param port 0 picks a free one
 * @param keys what callers must show
 * @param tls what the server shows; empty for plain HTTP
 */
public record Listening(String host, int port, ApiKeys keys, Optional<Tls> tls) {
  public Listening {
    requireNonNull(host, "host is null");
    requireNonNull(keys, "keys is null");
    requireNonNull(tls, "tls is null");
  }
}
