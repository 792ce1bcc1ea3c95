package io.freshet.jobs;

import static java.util.Objects.requireNonNull;

import io.freshet.jobs.feature.FeatureConfig;
import io.freshet.jobs.inference.InferenceConfig;
import io.freshet.jobs.kafka.KafkaSettings;
import io.freshet.registry.SchemaConfig;
import io.freshet.schemas.Topics;
import java.util.List;
import java.util.Map;

/**
 * Configuration of the catalog feature job.
 *
 * @param kafka how Kafka is reached, {@code kafka.*}; {@code kafka.property.<name>} is handed to
 *     the clients
 * @param topics names of the topics, {@code topics.*}
 * @param job how the job runs, {@code job.*}
 * @param schema framings and schemas, {@code schema.*}; {@code schema.framing.<topic>} for one
 *     topic that is read
 * @param inference how the text encoder is reached, {@code inference.*}
 * @param feature how text vectors are made, {@code feature.*}
 */
public record CatalogFeatureConfig(
    KafkaSettings kafka,
    Topics topics,
    JobConfig job,
    SchemaConfig schema,
    InferenceConfig inference,
    FeatureConfig feature) {
  public CatalogFeatureConfig {
    requireNonNull(kafka, "kafka is null");
    requireNonNull(topics, "topics is null");
    requireNonNull(job, "job is null");
    requireNonNull(schema, "schema is null");
    requireNonNull(inference, "inference is null");
    requireNonNull(feature, "feature is null");
  }

  /** A broker and an inference server on this machine, and the defaults of every component. */
  public static CatalogFeatureConfig defaults() {
    return from(Map.of());
  }

  /**
   * The defaults with the given values in place.
   *
   * @throws IllegalArgumentException when a key is unknown or a value is not of its kind
   */
  public static CatalogFeatureConfig from(Map<String, String> values) {
    ConfigReader reader = new ConfigReader(values);
    CatalogFeatureConfig config = read(reader);
    reader.finish();
    return config;
  }

  /** Every key that the job knows. */
  public static List<ConfigKey> keys() {
    ConfigReader reader = new ConfigReader(Map.of());
    var unused = read(reader);
    return reader.keys();
  }

  private static CatalogFeatureConfig read(ConfigReader reader) {
    FeatureConfig feature = feature(reader);
    Topics topics = SharedConfig.topics(reader);
    return new CatalogFeatureConfig(
        SharedConfig.kafka(reader, "freshet-catalog-feature-" + feature.encoder()),
        topics,
        JobConfig.read(reader, JobConfig.defaults()),
        SharedConfig.schema(reader, topics.catalogItems()),
        SharedConfig.inference(reader, feature.encoder()),
        feature);
  }

  private static FeatureConfig feature(ConfigReader reader) {
    FeatureConfig defaults = FeatureConfig.defaults();
    return new FeatureConfig(
        reader.text("feature.encoder", defaults.encoder()),
        reader.integer("feature.max-batch", defaults.maxBatch()),
        reader.duration("feature.max-batch-delay", defaults.maxBatchDelay()),
        reader.integer("feature.max-text-chars", defaults.maxTextChars()),
        reader.integer("feature.max-bytes", defaults.maxBytes()),
        reader.integer("feature.max-id-bytes", defaults.maxIdBytes()),
        reader.duration("feature.tombstone-retention", defaults.tombstoneRetention()));
  }
}
