package io.freshet.jobs;

import static java.util.Objects.requireNonNull;

import io.freshet.jobs.inference.InferenceConfig;
import io.freshet.jobs.kafka.KafkaSettings;
import io.freshet.jobs.layer.AuditSettings;
import io.freshet.jobs.load.AdaptiveSettings;
import io.freshet.registry.SchemaConfig;
import io.freshet.schemas.Topics;
import java.util.List;
import java.util.Map;

/**
 * Configuration of the embedding job of one release.
 *
 * @param kafka how Kafka is reached, {@code kafka.*}; {@code kafka.property.<name>} is handed to
 *     the clients
 * @param topics names of the topics, {@code topics.*}
 * @param job how the job runs, {@code job.*}
 * @param schema framings and schemas, {@code schema.*}; {@code schema.framing.<topic>} for one
 *     topic that is read
 * @param inference how the graph network is reached, {@code inference.*}; its release and
 *     dimensions are those of {@code embedding.*}
 * @param embedding how embeddings are computed, {@code embedding.*}
 */
public record EmbeddingConfig(
    KafkaSettings kafka,
    Topics topics,
    JobConfig job,
    SchemaConfig schema,
    InferenceConfig inference,
    EmbeddingSettings embedding) {
  public EmbeddingConfig {
    requireNonNull(kafka, "kafka is null");
    requireNonNull(topics, "topics is null");
    requireNonNull(job, "job is null");
    requireNonNull(schema, "schema is null");
    requireNonNull(inference, "inference is null");
    requireNonNull(embedding, "embedding is null");
  }

  /** A broker and an inference server on this machine, and the defaults of every component. */
  public static EmbeddingConfig defaults() {
    return from(Map.of());
  }

  /**
   * The defaults with the given values in place.
   *
   * @throws IllegalArgumentException when a key is unknown or a value is not of its kind
   */
  public static EmbeddingConfig from(Map<String, String> values) {
    ConfigReader reader = new ConfigReader(values);
    EmbeddingConfig config = read(reader);
    reader.finish();
    return config;
  }

  /** Every key that the job knows. */
  public static List<ConfigKey> keys() {
    ConfigReader reader = new ConfigReader(Map.of());
    var unused = read(reader);
    return reader.keys();
  }

  private static EmbeddingConfig read(ConfigReader reader) {
    EmbeddingSettings embedding = embedding(reader);
    Topics topics = SharedConfig.topics(reader);
    return new EmbeddingConfig(
        SharedConfig.kafka(reader, "freshet-embedding-" + embedding.release()),
        topics,
        JobConfig.read(reader, JobConfig.rebuildable()),
        SharedConfig.schema(
            reader, topics.itemFeatures(embedding.encoder()), topics.itemNeighborhoods()),
        SharedConfig.inference(reader, embedding.encoder())
            .withRelease(embedding.release(), embedding.dimensions()),
        embedding);
  }

  private static EmbeddingSettings embedding(ConfigReader reader) {
    EmbeddingSettings defaults = EmbeddingSettings.defaults();
    return new EmbeddingSettings(
        reader.text("embedding.release", defaults.release()),
        reader.text("embedding.encoder", defaults.encoder()),
        reader.integer("embedding.layers", defaults.layers()),
        reader.integer("embedding.dimensions", defaults.dimensions()),
        reader.integer("embedding.text-dimensions", defaults.textDimensions()),
        reader.duration("embedding.round", defaults.round()),
        reader.integer("embedding.max-batch", defaults.maxBatch()),
        reader.integer("embedding.combine-limit", defaults.combineLimit()),
        reader.number("embedding.delta", defaults.delta()),
        reader.number("embedding.gamma", defaults.gamma()),
        reader.number("embedding.theta", defaults.theta()),
        reader.duration("embedding.max-staleness", defaults.maxStaleness()),
        reader.integer("embedding.cache-entries", defaults.cacheEntries()),
        reader.duration("embedding.tombstone-retention", defaults.tombstoneRetention()),
        audit(reader, defaults.audit()),
        adaptive(reader, defaults.adaptive()));
  }

  private static AdaptiveSettings adaptive(ConfigReader reader, AdaptiveSettings defaults) {
    return new AdaptiveSettings(
        reader.number("embedding.adaptive.limit", defaults.limit()),
        reader.integer("embedding.adaptive.levels", defaults.levels()),
        reader.integer("embedding.adaptive.loosen-after", defaults.loosenAfter()),
        reader.integer("embedding.adaptive.tighten-after", defaults.tightenAfter()));
  }

  private static AuditSettings audit(ConfigReader reader, AuditSettings defaults) {
    return new AuditSettings(
        reader.integer("embedding.audit.items", defaults.items()),
        reader.duration("embedding.audit.interval", defaults.interval()),
        reader.integer("embedding.audit.panel", defaults.panel()),
        reader.integer("embedding.audit.seed", defaults.seed()));
  }
}
