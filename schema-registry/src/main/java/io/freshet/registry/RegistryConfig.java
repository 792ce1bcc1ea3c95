package io.freshet.registry;

import static java.util.Objects.requireNonNull;

import java.io.Serializable;
import java.net.URI;
import java.time.Duration;

/**
 * How a schema registry is reached.
 *
 * @param url its address, with the path that its interface is under; empty where there is none
 * @param api which interface that is
 * @param credentials {@code user:password} for basic authentication; empty for none
 * @param timeout longest time for one request
 * @param attempts how often a request is tried while the world fails
 * @param backoff wait after the first failed attempt; doubles with each
 * @param maxBackoff longest such wait
 * @param cacheEntries most schemas, and most unknown names, that are remembered
 * @param unknownRetention how long a name stays unknown before it is asked for again
 */
public record RegistryConfig(
    String url,
    RegistryApi api,
    String credentials,
    Duration timeout,
    int attempts,
    Duration backoff,
    Duration maxBackoff,
    int cacheEntries,
    Duration unknownRetention)
    implements Serializable {
  public RegistryConfig {
    requireNonNull(api, "api is null");
    requireNonNull(credentials, "credentials is null");
    if (!url.isEmpty() && !isAddress(url)) {
      throw new IllegalArgumentException(
          "Cannot configure schemas: registry-url must be an http or https address (%s)"
              .formatted(url));
    }
    atLeastOne("attempts", attempts);
    atLeastOne("cache-entries", cacheEntries);
    atLeastOne("timeout in milliseconds", timeout.toMillis());
    atLeastOne("backoff in milliseconds", backoff.toMillis());
    atLeastOne("max-backoff in milliseconds", maxBackoff.toMillis());
    atLeastOne("unknown-retention in milliseconds", unknownRetention.toMillis());
  }

  /**
   * No registry; else Confluent's interface, five attempts of five seconds with waits from 100 ms
   * to 5 s, a thousand schemas, and a minute for those it does not know.
   */
  public static RegistryConfig defaults() {
    return new RegistryConfig(
        "",
        RegistryApi.CONFLUENT,
        "",
        Duration.ofSeconds(5),
        5,
        Duration.ofMillis(100),
        Duration.ofSeconds(5),
        1_000,
        Duration.ofMinutes(1));
  }

  /** The same at another address. */
  public RegistryConfig at(String other) {
    return new RegistryConfig(
        other,
        api,
        credentials,
        timeout,
        attempts,
        backoff,
        maxBackoff,
        cacheEntries,
        unknownRetention);
  }

  /** The same with another interface and {@code user:password}. */
  public RegistryConfig with(RegistryApi otherApi, String otherCredentials) {
    return new RegistryConfig(
        url,
        otherApi,
        otherCredentials,
        timeout,
        attempts,
        backoff,
        maxBackoff,
        cacheEntries,
        unknownRetention);
  }

  /** The same, tried so often with that wait after the first failure. */
  public RegistryConfig withRetries(int times, Duration first) {
    return new RegistryConfig(
        url, api, credentials, timeout, times, first, maxBackoff, cacheEntries, unknownRetention);
  }

  /** Without the credentials. */
  @Override
  public String toString() {
    return "RegistryConfig[url=%s, api=%s]".formatted(url, api);
  }

  boolean isPresent() {
    return !url.isEmpty();
  }

  private static boolean isAddress(String url) {
    try {
      URI uri = URI.create(url);
      return uri.getHost() != null
          && ("http".equals(uri.getScheme()) || "https".equals(uri.getScheme()));
    } catch (IllegalArgumentException e) {
      return false;
    }
  }

  private static void atLeastOne(String what, long value) {
    if (value < 1) {
      throw new IllegalArgumentException(
          "Cannot configure schemas: %s must be at least 1 (%d)".formatted(what, value));
    }
  }
}
