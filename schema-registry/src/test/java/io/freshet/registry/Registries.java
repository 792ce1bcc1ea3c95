package io.freshet.registry;

import java.time.Duration;

/** Configurations of registries that fail fast. */
final class Registries {
  private Registries() {}

  static RegistryConfig at(String url, RegistryApi api) {
    return new RegistryConfig(
        url,
        api,
        "me:secret",
        Duration.ofSeconds(10),
        3,
        Duration.ofMillis(1),
        Duration.ofMillis(2),
        4,
        Duration.ofSeconds(60));
  }
}
