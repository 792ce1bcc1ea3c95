package io.freshet.schemas.wire;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import org.apache.avro.io.BinaryDecoder;
import org.apache.avro.io.Decoder;
import org.apache.avro.io.DecoderFactory;
import org.apache.avro.util.Utf8;
import org.jspecify.annotations.Nullable;

/**
 * Avro's binary decoder with two more rules. A string must be UTF-8 ({@link StrictUtf8}). And
 * nothing may claim to be longer than the bytes that are left: Avro makes room for what a length
 * says before it looks for the bytes, so that twenty bytes of rubbish can ask for gigabytes, and
 * another thread of the process dies of it.
 *
 * <p>An element of an array or a map takes at least a byte, so the elements of a record cannot be
 * more than its bytes; this bounds those of a foreign schema too, whose elements may take none.
 * What a foreign schema has and ours has not is skipped, and never backwards. No schema of ours has
 * a field of bytes: whoever reads some wants a string of a writer whose field was bytes, and gets
 * what a string must be. Mutable, one owner, one thread.
 */
final class BoundedDecoder extends Decoder {
  private final BinaryDecoder in = DecoderFactory.get().binaryDecoder(new byte[0], null);
  private InputStream source = in.inputStream();
  private long elementsLeft;

  /** Starts at a place in the bytes. */
  void configure(byte[] bytes, int offset) {
    DecoderFactory.get().binaryDecoder(bytes, offset, bytes.length - offset, in);
    source = in.inputStream();
    elementsLeft = bytes.length - offset;
  }

  boolean isEnd() throws IOException {
    return in.isEnd();
  }

  @Override
  public Utf8 readString(@Nullable Utf8 old) throws IOException {
    return new Utf8(readString());
  }

  @Override
  public String readString() throws IOException {
    return StrictUtf8.decode(taken());
  }

  @Override
  public ByteBuffer readBytes(@Nullable ByteBuffer old) throws IOException {
    byte[] bytes = taken();
    String unused = StrictUtf8.decode(bytes);
    return ByteBuffer.wrap(bytes);
  }

  @Override
  public long readArrayStart() throws IOException {
    return counted(in.readArrayStart());
  }

  @Override
  public long arrayNext() throws IOException {
    return counted(in.arrayNext());
  }

  @Override
  public long readMapStart() throws IOException {
    return counted(in.readMapStart());
  }

  @Override
  public long mapNext() throws IOException {
    return counted(in.mapNext());
  }

  @Override
  public void readNull() throws IOException {
    in.readNull();
  }

  @Override
  public boolean readBoolean() throws IOException {
    return in.readBoolean();
  }

  @Override
  public int readInt() throws IOException {
    return in.readInt();
  }

  @Override
  public long readLong() throws IOException {
    return in.readLong();
  }

  @Override
  public float readFloat() throws IOException {
    return in.readFloat();
  }

  @Override
  public double readDouble() throws IOException {
    return in.readDouble();
  }

  @Override
  public int readEnum() throws IOException {
    return in.readEnum();
  }

  @Override
  public int readIndex() throws IOException {
    return in.readIndex();
  }

  @Override
  public void readFixed(byte[] bytes, int start, int length) throws IOException {
    in.readFixed(bytes, start, length);
  }

  @Override
  public void skipString() throws IOException {
    skip();
  }

  @Override
  public void skipBytes() throws IOException {
    skip();
  }

  @Override
  public void skipFixed(int length) throws IOException {
    in.skipFixed(length);
  }

  @Override
  public long skipArray() throws IOException {
    return skippedItems();
  }

  @Override
  public long skipMap() throws IOException {
    return skippedItems();
  }

  private byte[] taken() throws IOException {
    byte[] bytes = new byte[(int) bounded(in.readLong())];
    in.readFixed(bytes, 0, bytes.length);
    return bytes;
  }

  private void skip() throws IOException {
    in.skipFixed((int) bounded(in.readLong()));
  }

  /** Blocks that say their size in bytes are passed over; the count of the first that does not. */
  private long skippedItems() throws IOException {
    long count = in.readLong();
    while (count < 0) {
      skip();
      count = in.readLong();
    }
    return counted(count);
  }

  private long counted(long claimed) throws IOException {
    if (claimed < 0 || claimed > elementsLeft) {
      throw new EOFException(
          "%d elements claimed where %d fit".formatted(claimed, Math.max(0, elementsLeft)));
    }
    elementsLeft -= claimed;
    return bounded(claimed);
  }

  private long bounded(long claimed) throws IOException {
    int left = source.available();
    if (claimed < 0 || claimed > left) {
      throw new EOFException("%d claimed where %d bytes are left".formatted(claimed, left));
    }
    return claimed;
  }
}
