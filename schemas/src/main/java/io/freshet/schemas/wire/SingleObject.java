package io.freshet.schemas.wire;

import static java.util.Objects.requireNonNull;

import java.nio.ByteBuffer;

/**
 * A record as {@link AvroCodec} writes it, to be put into another frame.
 *
 * @param bytes its bytes, with marker and fingerprint
 */
@SuppressWarnings("ArrayRecordComponent") // never changed, never compared
public record SingleObject(byte[] bytes) {
  private static final int CONFLUENT_BYTES = 5;

  public SingleObject {
    requireNonNull(bytes, "bytes is null");
    if (bytes.length < Frame.SINGLE_OBJECT_BYTES || !Frame.isMarked(bytes)) {
      throw new IllegalArgumentException(
          "Cannot frame record: not a single object (%d bytes)".formatted(bytes.length));
    }
  }

  /** Fingerprint of the schema it was written with. */
  public long fingerprint() {
    return Frame.fingerprint(bytes);
  }

  /** The same record in Confluent's framing: {@code 00}, the id, the Avro binary form. */
  public byte[] confluent(int id) {
    int length = bytes.length - Frame.SINGLE_OBJECT_BYTES;
    return ByteBuffer.allocate(CONFLUENT_BYTES + length)
        .put((byte) 0)
        .putInt(id)
        .put(bytes, Frame.SINGLE_OBJECT_BYTES, length)
        .array();
  }
}
