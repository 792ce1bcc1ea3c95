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
 * <p>Every element of our arrays and maps takes at least a byte, so a count is bounded like a
 * length. Mutable, one owner, one thread.
 */
final class BoundedDecoder extends Decoder {
  private final BinaryDecoder in = DecoderFactory.get().binaryDecoder(new byte[0], null);
  private InputStream source = in.inputStream();

  /** Starts at a place in the bytes. */
  void configure(byte[] bytes, int offset) {
    DecoderFactory.get().binaryDecoder(bytes, offset, bytes.length - offset, in);
    source = in.inputStream();
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
    return ByteBuffer.wrap(taken());
  }

  @Override
  public long readArrayStart() throws IOException {
    return bounded(in.readArrayStart());
  }

  @Override
  public long arrayNext() throws IOException {
    return bounded(in.arrayNext());
  }

  @Override
  public long readMapStart() throws IOException {
    return bounded(in.readMapStart());
  }

  @Override
  public long mapNext() throws IOException {
    return bounded(in.mapNext());
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
    in.skipString();
  }

  @Override
  public void skipBytes() throws IOException {
    in.skipBytes();
  }

  @Override
  public void skipFixed(int length) throws IOException {
    in.skipFixed(length);
  }

  @Override
  public long skipArray() throws IOException {
    return in.skipArray();
  }

  @Override
  public long skipMap() throws IOException {
    return in.skipMap();
  }

  private byte[] taken() throws IOException {
    byte[] bytes = new byte[(int) bounded(in.readLong())];
    in.readFixed(bytes, 0, bytes.length);
    return bytes;
  }

  private long bounded(long claimed) throws IOException {
    int left = source.available();
    if (claimed < 0 || claimed > left) {
      throw new EOFException("%d claimed where %d bytes are left".formatted(claimed, left));
    }
    return claimed;
  }
}
