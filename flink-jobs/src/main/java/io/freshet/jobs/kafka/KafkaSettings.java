package io.freshet.jobs.kafka;

import static java.util.Objects.requireNonNull;

import java.util.Map;

/**
 * How a job reaches Kafka.
 *
 * @param bootstrapServers {@code host:port}, comma separated
 * @param group consumer group; also the prefix of client ids and of transactional ids
 * @param properties further client properties (security and the like), given to consumers and
 *     producers alike
 * @param delivery what is promised of the written records
 */
public record KafkaSettings(
    String bootstrapServers, String group, Map<String, String> properties, Delivery delivery) {
  /** What is promised of the written records. */
  public enum Delivery {
    /** A record may be written again after a failure; versions make that harmless. */
    AT_LEAST_ONCE,
    /** Transactions: adds a checkpoint interval to freshness. */
    EXACTLY_ONCE
  }

  public KafkaSettings {
    requireNonNull(bootstrapServers, "bootstrapServers is null");
    requireNonNull(group, "group is null");
    requireNonNull(delivery, "delivery is null");
    properties = Map.copyOf(properties);
  }

  /** At least once, no further properties. */
  public static KafkaSettings of(String bootstrapServers, String group) {
    return new KafkaSettings(bootstrapServers, group, Map.of(), Delivery.AT_LEAST_ONCE);
  }
}
