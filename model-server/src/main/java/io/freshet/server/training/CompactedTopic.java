package io.freshet.server.training;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.jspecify.annotations.Nullable;

/**
 * The state a compacted topic holds: per key the newest value, read once from the beginning to the
 * end as of the call.
 *
 * <p>A record is applied when its version (header {@value #VERSION_HEADER}) is at least the one
 * held, so a stale duplicate changes nothing; a tombstone's version is kept too, so an older record
 * does not bring the key back. Records without the header follow partition order. The end is where
 * the consumer's position reaches the end offset: the last offsets of a transactional or compacted
 * partition may hold no record at all.
 */
public final class CompactedTopic {
  static final String VERSION_HEADER = "freshet-version";

  private static final Duration POLL = Duration.ofMillis(500);
  private static final int MAX_POLLS_WITHOUT_PROGRESS = 60;

  private final Map<String, Latest> latest = new HashMap<>();
  private long maxVersion;

  private CompactedTopic() {}

  /**
   * Reads a topic.
   *
   * @param properties of the consumer; what reading to the end needs is set here
   * @throws IllegalStateException when the topic does not exist or yields nothing for 30 s
   */
  public static CompactedTopic read(Map<String, Object> properties, String topic) {
    Map<String, Object> settings = new HashMap<>(properties);
    settings.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_uncommitted");
    settings.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
    settings.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
    settings.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
    CompactedTopic state = new CompactedTopic();
    try (Consumer<byte[], byte[]> consumer =
        new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
      state.readToEnd(consumer, topic);
    }
    return state;
  }

  /** Newest value per key; deleted keys are absent. */
  public Map<String, byte[]> values() {
    Map<String, byte[]> values = new HashMap<>();
    latest.forEach(
        (key, held) -> {
          if (held.value != null) {
            values.put(key, held.value);
          }
        });
    return values;
  }

  /** Highest version read, 0 where there is none. */
  long maxVersion() {
    return maxVersion;
  }

  private record Latest(
      long version, @SuppressWarnings("ArrayRecordComponent") byte @Nullable [] value) {}

  private void readToEnd(Consumer<byte[], byte[]> consumer, String topic) {
    List<TopicPartition> partitions =
        consumer.partitionsFor(topic).stream()
            .map(info -> new TopicPartition(topic, info.partition()))
            .toList();
    if (partitions.isEmpty()) {
      throw new IllegalStateException("Cannot read topic: it does not exist (%s)".formatted(topic));
    }
    consumer.assign(partitions);
    consumer.seekToBeginning(partitions);
    Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
    long before = -1;
    int idle = 0;
    while (!atEnd(consumer, ends)) {
      for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
        apply(record);
      }
      long position = partitions.stream().mapToLong(consumer::position).sum();
      idle = position == before ? idle + 1 : 0;
      before = position;
      if (idle > MAX_POLLS_WITHOUT_PROGRESS) {
        throw new IllegalStateException(
            "Cannot read topic to its end: nothing came for 30 s (%s)".formatted(topic));
      }
    }
  }

  private static boolean atEnd(Consumer<?, ?> consumer, Map<TopicPartition, Long> ends) {
    return ends.entrySet().stream()
        .allMatch(end -> consumer.position(end.getKey()) >= end.getValue());
  }

  private void apply(ConsumerRecord<byte[], byte[]> record) {
    if (record.key() == null) {
      return;
    }
    String key = new String(record.key(), StandardCharsets.UTF_8);
    Latest held = latest.get(key);
    long heldVersion = held == null ? 0 : held.version;
    long version = version(record.headers().lastHeader(VERSION_HEADER), heldVersion);
    if (version >= heldVersion) {
      latest.put(key, new Latest(version, record.value()));
      maxVersion = Math.max(maxVersion, version);
    }
  }

  private static long version(@Nullable Header header, long otherwise) {
    if (header == null || header.value() == null) {
      return otherwise;
    }
    try {
      return Long.parseLong(new String(header.value(), StandardCharsets.UTF_8));
    } catch (NumberFormatException e) {
      return otherwise;
    }
  }
}
