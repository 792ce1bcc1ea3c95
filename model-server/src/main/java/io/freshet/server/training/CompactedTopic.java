package io.freshet.server.training;

import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;
import org.jspecify.annotations.Nullable;

/**
 * The state a compacted topic holds: per key the newest value, read once from the beginning to the
 * end as of the call.
 *
 * <p>A record is applied when its version (header {@value #VERSION_HEADER}) is at least the one
 * held, so a stale duplicate changes nothing; a tombstone's version is kept too, so an older record
 * does not bring the key back. Records without the header follow partition order.
 */
public final class CompactedTopic {
  static final String VERSION_HEADER = "freshet-version";

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
    CompactedTopic state = new CompactedTopic();
    TopicScan.read(properties, topic, state::apply);
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
