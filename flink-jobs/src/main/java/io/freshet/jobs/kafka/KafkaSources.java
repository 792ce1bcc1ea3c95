package io.freshet.jobs.kafka;

import io.freshet.schemas.Topic;
import java.util.Arrays;
import java.util.Properties;
import org.apache.flink.connector.kafka.source.KafkaSource;
import org.apache.flink.connector.kafka.source.enumerator.initializer.OffsetsInitializer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.OffsetResetStrategy;

/** Builds the sources of a job. */
public final class KafkaSources {
  private KafkaSources() {}

  /**
   * Reads the topics from the group's committed offsets, or from their start where there are none.
   * Only committed records are read. New partitions are looked for every ten seconds.
   */
  @SuppressWarnings("deprecation") // The connector's own signature asks for this enum.
  public static KafkaSource<RawRecord> committed(KafkaSettings settings, Topic... topics) {
    return source(
        settings, OffsetsInitializer.committedOffsets(OffsetResetStrategy.EARLIEST), topics);
  }

  /** Reads the topics from their start whatever was committed: for compacted topics. */
  public static KafkaSource<RawRecord> earliest(KafkaSettings settings, Topic... topics) {
    return source(settings, OffsetsInitializer.earliest(), topics);
  }

  private static KafkaSource<RawRecord> source(
      KafkaSettings settings, OffsetsInitializer start, Topic... topics) {
    Properties properties = new Properties();
    properties.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
    properties.put("partition.discovery.interval.ms", "10000");
    properties.putAll(settings.properties());
    return KafkaSource.<RawRecord>builder()
        .setBootstrapServers(settings.bootstrapServers())
        .setGroupId(settings.group())
        .setTopics(Arrays.stream(topics).map(Topic::name).toList())
        .setStartingOffsets(start)
        .setDeserializer(new RawRecordDeserializer())
        .setProperties(properties)
        .build();
  }
}
