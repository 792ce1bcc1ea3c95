package io.freshet.jobs.kafka;

import static java.util.Objects.requireNonNull;

import org.jspecify.annotations.Nullable;

/**
 * A record to be written to a keyed topic.
 *
 * @param topic topic to write to
 * @param key id; its UTF-8 bytes are the Kafka key
 * @param value encoded value; null deletes the key
 * @param version version of the value, written as a header; consumers apply versions >= the one
 *     they hold
 * @param timestampMillis record timestamp, epoch milliseconds; null means the producer's now
 */
@SuppressWarnings("ArrayRecordComponent") // bytes travel as they are; never changed, never compared
public record OutputRecord(
    String topic,
    String key,
    byte @Nullable [] value,
    long version,
    @Nullable Long timestampMillis) {
  public OutputRecord {
    requireNonNull(topic, "topic is null");
    requireNonNull(key, "key is null");
  }

  /**
   * The version after the last one: larger than it, and no less than the wall clock in
   * microseconds. So neither a restore nor a clock that jumps back uses one twice.
   */
  public static long nextVersion(long last, long nowMillis) {
    return Math.max(last + 1, nowMillis * 1_000);
  }

  /** A value, stamped with the producer's now. */
  public static OutputRecord of(String topic, String key, byte[] value, long version) {
    return new OutputRecord(topic, key, value, version, null);
  }

  /** The end of a key, stamped with the producer's now. */
  public static OutputRecord tombstone(String topic, String key, long version) {
    return new OutputRecord(topic, key, null, version, null);
  }
}
