package io.freshet.server.retrieval.store;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * Keys of the store. Topic names hold no control characters, so these kinds of keys never meet:
 *
 * <pre>
 * topic NUL key                  a record
 * NUL topic                      the {@link TopicState}
 * SOH timestamp topic NUL key    a deletion, oldest first
 * STX topic NUL index            what an index of the topic has learnt
 * </pre>
 */
final class Keys {
  private static final byte STATE = 0;
  private static final byte DELETION = 1;
  private static final byte LAYOUT = 2;
  private static final byte END_OF_TOPIC = 0;

  private Keys() {}

  static byte[] bytes(String text) {
    return text.getBytes(UTF_8);
  }

  static String text(byte[] bytes) {
    return new String(bytes, UTF_8);
  }

  static byte[] record(String topic, byte[] key) {
    byte[] name = bytes(topic);
    return ByteBuffer.allocate(name.length + 1 + key.length)
        .put(name)
        .put(END_OF_TOPIC)
        .put(key)
        .array();
  }

  /** Before the first record of the topic. */
  static byte[] firstRecord(String topic) {
    return record(topic, new byte[0]);
  }

  /** After the last record of the topic. */
  static byte[] pastRecords(String topic) {
    byte[] past = firstRecord(topic);
    past[past.length - 1]++;
    return past;
  }

  /** The record's own key. */
  static byte[] ofRecord(String topic, byte[] stored) {
    return Arrays.copyOfRange(stored, firstRecord(topic).length, stored.length);
  }

  static byte[] state(String topic) {
    byte[] name = bytes(topic);
    return ByteBuffer.allocate(1 + name.length).put(STATE).put(name).array();
  }

  static String topicOfState(byte[] stored) {
    return text(Arrays.copyOfRange(stored, 1, stored.length));
  }

  /** With an empty name, before the first layout of the topic. */
  static byte[] layout(String topic, String index) {
    byte[] key = record(topic, bytes(index));
    return ByteBuffer.allocate(1 + key.length).put(LAYOUT).put(key).array();
  }

  /** After the last layout of the topic. */
  static byte[] pastLayouts(String topic) {
    byte[] past = layout(topic, "");
    past[past.length - 1]++;
    return past;
  }

  /** Timestamps below zero are none that a broker gives, and count as zero. */
  static byte[] deletion(long timestampMillis, byte[] recordKey) {
    return ByteBuffer.allocate(1 + Long.BYTES + recordKey.length)
        .put(DELETION)
        .putLong(Math.max(0, timestampMillis))
        .put(recordKey)
        .array();
  }

  static byte[] recordOfDeletion(byte[] stored) {
    return Arrays.copyOfRange(stored, 1 + Long.BYTES, stored.length);
  }
}
