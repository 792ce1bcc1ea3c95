package io.freshet.server.retrieval.store;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One record as its topic holds it.
 *
 * @param value null for a deletion
 * @param timestampMillis when the broker says it was written, milliseconds since 1970
 * @param headers those that say what the value is
 */
@SuppressWarnings("ArrayRecordComponent") // bytes as they are; never changed, never compared
public record StoredRecord(
    byte[] key, byte @Nullable [] value, long timestampMillis, List<Header> headers) {
  private static final byte FORMAT = 1;
  private static final int FIXED_BYTES = 1 + 1 + Long.BYTES + Short.BYTES;

  /** A header of a record. */
  @SuppressWarnings("ArrayRecordComponent")
  public record Header(String name, byte[] value) {
    public Header {
      requireNonNull(name, "name is null");
      requireNonNull(value, "value is null");
    }
  }

  public StoredRecord {
    requireNonNull(key, "key is null");
    headers = List.copyOf(headers);
  }

  /** A record that deletes its key. */
  static StoredRecord deletion(byte[] key, long timestampMillis) {
    return new StoredRecord(key, null, timestampMillis, List.of());
  }

  boolean isDeletion() {
    return value == null;
  }

  /** All but the key: format, whether deleted, timestamp, headers, and the value to the end. */
  byte[] encoded() {
    byte[] content = value == null ? new byte[0] : value;
    List<byte[]> names = headers.stream().map(it -> it.name().getBytes(UTF_8)).toList();
    int size = FIXED_BYTES + content.length;
    for (int i = 0; i < names.size(); i++) {
      size += 2 * Integer.BYTES + names.get(i).length + headers.get(i).value().length;
    }
    ByteBuffer out = ByteBuffer.allocate(size);
    out.put(FORMAT).put((byte) (value == null ? 0 : 1)).putLong(timestampMillis);
    out.putShort((short) names.size());
    for (int i = 0; i < names.size(); i++) {
      out.putInt(names.get(i).length).put(names.get(i));
      out.putInt(headers.get(i).value().length).put(headers.get(i).value());
    }
    return out.put(content).array();
  }

  static StoredRecord decoded(byte[] key, byte[] bytes) {
    try {
      ByteBuffer in = ByteBuffer.wrap(bytes);
      byte format = in.get();
      if (format != FORMAT) {
        throw new StoreException(
            "Cannot read a stored record: unknown format (%d)".formatted(format));
      }
      boolean held = in.get() != 0;
      long timestampMillis = in.getLong();
      int count = in.getShort();
      List<Header> headers = new ArrayList<>();
      for (int i = 0; i < count; i++) {
        headers.add(new Header(new String(part(in), UTF_8), part(in)));
      }
      byte[] value = new byte[in.remaining()];
      in.get(value);
      return new StoredRecord(key, held ? value : null, timestampMillis, headers);
    } catch (BufferUnderflowException e) {
      throw new StoreException(
          "Cannot read a stored record: it is cut short (%d bytes)".formatted(bytes.length), e);
    }
  }

  private static byte[] part(ByteBuffer in) {
    int length = in.getInt();
    if (length < 0 || length > in.remaining()) {
      throw new BufferUnderflowException();
    }
    byte[] part = new byte[length];
    in.get(part);
    return part;
  }
}
