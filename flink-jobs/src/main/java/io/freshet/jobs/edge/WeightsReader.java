package io.freshet.jobs.edge;

import java.nio.ByteBuffer;

/** Reads what {@link WeightsWriter} wrote, one neighbor after the other. One thread. */
final class WeightsReader {
  private final ByteBuffer buffer;
  private final ItemIds ids;
  private boolean withUsers;

  WeightsReader(byte[] weights, ItemIds ids) {
    this.buffer = ByteBuffer.wrap(weights);
    this.ids = ids;
  }

  boolean hasNext() {
    return buffer.hasRemaining();
  }

  /** The next neighbor; its weight and its users are read after it, in this order. */
  ItemId neighbor() {
    int head = Short.toUnsignedInt(buffer.getShort());
    withUsers = (head & WeightsWriter.WITH_USERS) != 0;
    int length = head & ~WeightsWriter.WITH_USERS;
    int from = buffer.position();
    buffer.position(from + length);
    return ids.of(buffer.array(), from, from + length);
  }

  double weight() {
    return buffer.getDouble();
  }

  /** Bits of its users, 0 where they are not told apart. */
  int users() {
    return withUsers ? buffer.getInt() : 0;
  }
}
