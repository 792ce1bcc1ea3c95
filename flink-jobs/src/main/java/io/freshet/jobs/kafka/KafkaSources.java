package io.freshet.jobs.kafka;

import io.freshet.schemas.Topic;
import java.util.Arrays;
import java.util.Map;
import java.util.Properties;
import org.apache.flink.connector.kafka.source.KafkaSource;
import org.apache.flink.connector.kafka.source.KafkaSourceBuilder;
import org.apache.flink.connector.kafka.source.enumerator.initializer.OffsetsInitializer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.OffsetResetStrategy;
import org.apache.kafka.common.TopicPartition;

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

  /**
   * Reads a topic from its start up to the given offsets, then ends.
   *
   * @param ends offset after the last record to read, per partition
   */
  public static KafkaSource<RawRecord> backlog(
      KafkaSettings settings, Topic topic, Map<TopicPartition, Long> ends) {
    return builder(settings, OffsetsInitializer.earliest(), topic)
        .setBounded(OffsetsInitializer.offsets(ends))
        .build();
  }

  /**
   * Reads a topic from the given offsets on; partitions without one from their start.
   *
   * @param starts offset of the first record to read, per partition
   */
  public static KafkaSource<RawRecord> from(
      KafkaSettings settings, Topic topic, Map<TopicPartition, Long> starts) {
    return source(settings, OffsetsInitializer.offsets(starts), topic);
  }

  private static KafkaSource<RawRecord> source(
      KafkaSettings settings, OffsetsInitializer start, Topic... topics) {
    return builder(settings, start, topics).build();
  }

  private static KafkaSourceBuilder<RawRecord> builder(
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
        .setProperties(properties);
  }
}
