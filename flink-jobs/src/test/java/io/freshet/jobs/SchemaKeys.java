package io.freshet.jobs;

import io.freshet.registry.InputSchemas;
import io.freshet.registry.OutputFraming;
import io.freshet.registry.OutputSchemas;
import io.freshet.registry.RegistryApi;
import io.freshet.registry.RegistryConfig;
import io.freshet.registry.SchemaConfig;
import io.freshet.schemas.wire.Framing;
import java.time.Duration;
import java.util.Map;

/** All keys of {@code schema.*} and what they are mapped to, alike in every job. */
final class SchemaKeys {
  private SchemaKeys() {}

  /** A value other than the default for every key. */
  static Map<String, String> values(String topic) {
    return Map.ofEntries(
        Map.entry("schema.framing", "confluent"),
        Map.entry("schema.framing." + topic, "single-object"),
        Map.entry("schema.directory", "/schemas"),
        Map.entry("schema.registry-url", "http://r:1/x"),
        Map.entry("schema.registry-api", "confluent"),
        Map.entry("schema.registry-credentials", "u:p"),
        Map.entry("schema.timeout", "21s"),
        Map.entry("schema.attempts", "22"),
        Map.entry("schema.backoff", "23ms"),
        Map.entry("schema.max-backoff", "24s"),
        Map.entry("schema.cache-entries", "25"),
        Map.entry("schema.unknown-retention", "26s"),
        Map.entry("schema.output-framing", "confluent-register"));
  }

  static SchemaConfig mapped(String topic) {
    RegistryConfig registry =
        new RegistryConfig(
            "http://r:1/x",
            RegistryApi.CONFLUENT,
            "u:p",
            Duration.ofSeconds(21),
            22,
            Duration.ofMillis(23),
            Duration.ofSeconds(24),
            25,
            Duration.ofSeconds(26));
    return new SchemaConfig(
        new InputSchemas(Framing.CONFLUENT, "/schemas", registry),
        Map.of(topic, Framing.SINGLE_OBJECT),
        new OutputSchemas(OutputFraming.CONFLUENT_REGISTER, registry));
  }
}
