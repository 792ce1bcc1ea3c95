package io.freshet.jobs;

import io.freshet.jobs.inference.InferenceConfig;
import io.freshet.jobs.kafka.KafkaSettings;
import io.freshet.schemas.Topics;

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
