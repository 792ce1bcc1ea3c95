package io.freshet.jobs.edge;

import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * Writes neighbors and their weights as they travel and as {@link WeightsReader} reads them: of
 * each the length of its id (two bytes), the id in UTF-8, the weight (eight bytes), and the bits of
 * its users (four bytes) where there are any: then the first bit of the length is set. One thread.
 */
final class WeightsWriter {
  /** Of a length: no id is that long. */
  static final int WITH_USERS = 1 << 15;

  private static final int WITHOUT_ID = Short.BYTES + Double.BYTES + Integer.BYTES;

  private ByteBuffer buffer = ByteBuffer.allocate(1_024);

  void add(byte[] id, double weight, int users) {
    int needed = buffer.position() + id.length + WITHOUT_ID;
    if (needed > buffer.capacity()) {
      buffer = ByteBuffer.allocate(2 * needed).put(buffer.array(), 0, buffer.position());
    }
    int length = users == 0 ? id.length : id.length | WITH_USERS;
    buffer.putShort((short) length).put(id).putDouble(weight);
    if (users != 0) {
      buffer.putInt(users);
    }
  }

  /** What was added since the last time. */
  byte[] take() {
    byte[] written = Arrays.copyOf(buffer.array(), buffer.position());
    buffer.clear();
    return written;
  }
}
