package io.freshet.server.retrieval.store;

import static java.util.Objects.requireNonNull;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;

/**
 * How far the stored records of a topic are applied.
 *
 * @param topicId the broker's id of the topic, which another of the same name does not have
 * @param appliedUntil everything written before has been applied; to the millisecond
 * @param positions next offset to read, by partition
 */
public record TopicState(String topicId, Instant appliedUntil, Map<Integer, Long> positions) {
  private static final byte FORMAT = 1;

  public TopicState {
    requireNonNull(topicId, "topicId is null");
    appliedUntil = Instant.ofEpochMilli(appliedUntil.toEpochMilli());
    positions = Map.copyOf(positions);
  }

  byte[] encoded() {
    byte[] id = Keys.bytes(topicId);
    ByteBuffer out =
        ByteBuffer.allocate(
            1
                + Integer.BYTES
                + id.length
                + Long.BYTES
                + positions.size() * (Integer.BYTES + Long.BYTES));
    out.put(FORMAT).putInt(id.length).put(id).putLong(appliedUntil.toEpochMilli());
    positions.forEach((partition, position) -> out.putInt(partition).putLong(position));
    return out.array();
  }

  static TopicState decoded(byte[] bytes) {
    try {
      ByteBuffer in = ByteBuffer.wrap(bytes);
      byte format = in.get();
      int length = in.getInt();
      if (format != FORMAT || length < 0 || length > in.remaining()) {
        throw new StoreException(
            "Cannot read the state of a topic: unknown format (%d)".formatted(format));
      }
      byte[] id = new byte[length];
      in.get(id);
      Instant appliedUntil = Instant.ofEpochMilli(in.getLong());
      Map<Integer, Long> positions = new HashMap<>();
      while (in.hasRemaining()) {
        positions.put(in.getInt(), in.getLong());
      }
      return new TopicState(Keys.text(id), appliedUntil, positions);
    } catch (BufferUnderflowException e) {
      throw new StoreException(
          "Cannot read the state of a topic: it is cut short (%d bytes)".formatted(bytes.length),
          e);
    }
  }
}
