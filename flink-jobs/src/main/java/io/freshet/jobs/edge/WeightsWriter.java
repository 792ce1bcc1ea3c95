package io.freshet.jobs.edge;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * Writes neighbors and their weights as they travel and as {@link WeightsReader} reads them: of
 * each the length of its id (two bytes), the id in UTF-8, the weight (eight bytes). One thread.
 */
final class WeightsWriter {
  private static final int WITHOUT_ID = Short.BYTES + Double.BYTES;

  private ByteBuffer buffer = ByteBuffer.allocate(1_024);

  void add(String neighborId, double weight) {
    byte[] id = neighborId.getBytes(UTF_8);
    int needed = buffer.position() + id.length + WITHOUT_ID;
    if (needed > buffer.capacity()) {
      buffer = ByteBuffer.allocate(2 * needed).put(buffer.array(), 0, buffer.position());
    }
    buffer.putShort((short) id.length).put(id).putDouble(weight);
  }

  /** What was added since the last time. */
  byte[] take() {
    byte[] written = Arrays.copyOf(buffer.array(), buffer.position());
    buffer.clear();
    return written;
  }
}
