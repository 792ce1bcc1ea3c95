package io.freshet.jobs;

import io.freshet.jobs.inference.InferenceConfig;
import io.freshet.jobs.kafka.KafkaSettings;
import io.freshet.registry.InputSchemas;
import io.freshet.registry.OutputFraming;
import io.freshet.registry.OutputSchemas;
import io.freshet.registry.RegistryConfig;
import io.freshet.registry.SchemaConfig;
import io.freshet.schemas.Topic;
import io.freshet.schemas.Topics;
import io.freshet.schemas.wire.Framing;
import java.util.Map;
import java.util.TreeMap;

/** The groups of keys that several jobs read alike. */
final class SharedConfig {
  private static final int DEFAULT_PARTITIONS = 8;

  private SharedConfig() {}

  /** Reads {@code kafka.*}; a broker on this machine unless told. */
  static KafkaSettings kafka(ConfigReader reader, String group) {
    KafkaSettings defaults = KafkaSettings.of("localhost:9092", group);
    return new KafkaSettings(
        reader.text("kafka.bootstrap-servers", defaults.bootstrapServers()),
        reader.text("kafka.group", defaults.group()),
        reader.under("kafka.property."),
        reader.constant("kafka.delivery", defaults.delivery()));
  }

  /** Reads {@code topics.*}; no prefix and eight partitions unless told. */
  static Topics topics(ConfigReader reader) {
    return new Topics(
        reader.text("topics.prefix", ""), reader.integer("topics.partitions", DEFAULT_PARTITIONS));
  }

  /**
   * Reads {@code schema.*}; detected framings and no registry unless told.
   *
   * @param inputs the topics that the job reads, whose framings can be told one by one
   */
  static SchemaConfig schema(ConfigReader reader, Topic... inputs) {
    RegistryConfig registry = registry(reader);
    InputSchemas schemas =
        new InputSchemas(
            reader.constant("schema.framing", Framing.AUTO),
            reader.text("schema.directory", ""),
            registry);
    Map<String, Framing> framings = new TreeMap<>();
    for (Topic topic : inputs) {
      framings.put(
          topic.name(), reader.constant("schema.framing." + topic.name(), schemas.framing()));
    }
    OutputFraming output = reader.constant("schema.output-framing", OutputFraming.SINGLE_OBJECT);
    return new SchemaConfig(schemas, framings, new OutputSchemas(output, registry));
  }

  private static RegistryConfig registry(ConfigReader reader) {
    RegistryConfig defaults = RegistryConfig.defaults();
    return new RegistryConfig(
        reader.text("schema.registry-url", defaults.url()),
        reader.constant("schema.registry-api", defaults.api()),
        reader.text("schema.registry-credentials", defaults.credentials()),
        reader.duration("schema.timeout", defaults.timeout()),
        reader.integer("schema.attempts", defaults.attempts()),
        reader.duration("schema.backoff", defaults.backoff()),
        reader.duration("schema.max-backoff", defaults.maxBackoff()),
        reader.integer("schema.cache-entries", defaults.cacheEntries()),
        reader.duration("schema.unknown-retention", defaults.unknownRetention()));
  }

  /**
   * Reads {@code inference.*}; a server on this machine unless told.
   *
   * @param encoderVersion text encoder asked for unless told; empty takes whichever there is
   */
  static InferenceConfig inference(ConfigReader reader, String encoderVersion) {
    InferenceConfig defaults = InferenceConfig.defaults();
    return new InferenceConfig(
        reader.text("inference.target", defaults.target()),
        reader.text("inference.release", defaults.release()),
        reader.text("inference.encoder-version", encoderVersion),
        reader.integer("inference.dimensions", defaults.dimensions()),
        reader.integer("inference.text-dimensions", defaults.textDimensions()),
        reader.duration("inference.timeout", defaults.timeout()),
        reader.integer("inference.attempts", defaults.attempts()),
        reader.duration("inference.backoff", defaults.backoff()),
        reader.duration("inference.max-backoff", defaults.maxBackoff()),
        reader.integer("inference.max-batch", defaults.maxBatch()));
  }
}
