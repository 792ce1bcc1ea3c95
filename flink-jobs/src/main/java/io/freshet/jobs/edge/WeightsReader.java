package io.freshet.jobs.edge;

import java.nio.ByteBuffer;

/** Reads what {@link WeightsWriter} wrote, one neighbor after the other. One thread. */
final class WeightsReader {
  private final ByteBuffer buffer;
  private final ItemIds ids;

  WeightsReader(byte[] weights, ItemIds ids) {
    this.buffer = ByteBuffer.wrap(weights);
    this.ids = ids;
  }

  boolean hasNext() {
    return buffer.hasRemaining();
  }

  /** The next neighbor; its weight is read after it. */
  ItemId neighbor() {
    int length = Short.toUnsignedInt(buffer.getShort());
    int from = buffer.position();
    buffer.position(from + length);
    return ids.of(buffer.array(), from, from + length);
  }

  double weight() {
    return buffer.getDouble();
  }
}
