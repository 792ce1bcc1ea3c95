package io.freshet.jobs.kafka;

import io.freshet.jobs.kafka.KafkaSettings.Delivery;
import io.freshet.jobs.record.DeadLetter;
import io.freshet.registry.OutputSchemas;
import java.time.Duration;
import java.util.Properties;
import org.apache.flink.connector.base.DeliveryGuarantee;
import org.apache.flink.connector.kafka.sink.KafkaRecordSerializationSchema;
import org.apache.flink.connector.kafka.sink.KafkaSink;
import org.apache.kafka.clients.producer.ProducerConfig;

/** Builds the sinks of a job. */
public final class KafkaSinks {
  /**
   * Longest transaction of exactly-once delivery, unless {@code
   * kafka.property.transaction.timeout.ms} says another. Brokers refuse longer ones than their
   * {@code transaction.max.timeout.ms}, by default the same.
   */
  public static final Duration TRANSACTION_TIMEOUT = Duration.ofMinutes(15);

  private KafkaSinks() {}

  /**
   * Writes outputs to the topics they name.
   *
   * @param name tells this sink's transactions from those of the job's other sinks
   * @param schemas how the values are framed
   */
  public static KafkaSink<OutputRecord> outputs(
      KafkaSettings settings, String name, OutputSchemas schemas) {
    return sink(settings, name, "lz4", new OutputRecordSerializer(schemas));
  }

  /** As {@link #outputs}, for vectors: to compress them costs time and saves nothing. */
  public static KafkaSink<OutputRecord> vectors(
      KafkaSettings settings, String name, OutputSchemas schemas) {
    return sink(settings, name, "none", new OutputRecordSerializer(schemas));
  }

  /** Writes dead letters to {@code <topic>.dlq}. */
  public static KafkaSink<DeadLetter> deadLetters(KafkaSettings settings) {
    return sink(settings, "dead-letters", "lz4", new DeadLetterSerializer());
  }

  private static <T> KafkaSink<T> sink(
      KafkaSettings settings,
      String name,
      String compression,
      KafkaRecordSerializationSchema<T> serializer) {
    Properties properties = new Properties();
    properties.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, "true");
    properties.put(ProducerConfig.ACKS_CONFIG, "all");
    properties.put(ProducerConfig.COMPRESSION_TYPE_CONFIG, compression);
    properties.put(ProducerConfig.LINGER_MS_CONFIG, "20");
    properties.put(ProducerConfig.MAX_REQUEST_SIZE_CONFIG, "1048576");
    properties.put(
        ProducerConfig.TRANSACTION_TIMEOUT_CONFIG, Long.toString(TRANSACTION_TIMEOUT.toMillis()));
    properties.putAll(settings.properties());
    return KafkaSink.<T>builder()
        .setBootstrapServers(settings.bootstrapServers())
        .setKafkaProducerConfig(properties)
        .setRecordSerializer(serializer)
        .setDeliveryGuarantee(guarantee(settings.delivery()))
        .setTransactionalIdPrefix(settings.group() + "-" + name)
        .build();
  }

  private static DeliveryGuarantee guarantee(Delivery delivery) {
    return switch (delivery) {
      case AT_LEAST_ONCE -> DeliveryGuarantee.AT_LEAST_ONCE;
      case EXACTLY_ONCE -> DeliveryGuarantee.EXACTLY_ONCE;
    };
  }
}
