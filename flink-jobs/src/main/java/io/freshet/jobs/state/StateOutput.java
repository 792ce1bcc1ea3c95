package io.freshet.jobs.state;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import org.apache.flink.core.memory.DataOutputSerializer;
import org.apache.flink.types.StringValue;

/**
 * Bytes of a value in state, big-endian; what {@link StateInput} reads. Writes to memory, so it
 * cannot fail. One owner, one thread.
 */
public final class StateOutput {
  private static final int LOW_BITS = 0x7F;
  private static final int MORE = 0x80;

  private final DataOutputSerializer out = new DataOutputSerializer(1_024);
  private byte[] scratch = new byte[0];

  /** Begins a value. */
  public StateOutput begin(int format) {
    out.clear();
    return number8(format);
  }

  /** The value's bytes. */
  public byte[] bytes() {
    return out.getCopyOfBuffer();
  }

  /** A number of 0 to 255. */
  public StateOutput number8(int value) {
    return write(() -> out.writeByte(value));
  }

  /** A number of 0 or more in as many bytes as it takes, 7 bits each. */
  public StateOutput count(int value) {
    return write(
        () -> {
          int rest = value;
          while ((rest & ~LOW_BITS) != 0) {
            out.writeByte((rest & LOW_BITS) | MORE);
            rest >>>= 7;
          }
          out.writeByte(rest);
        });
  }

  /** A number of 8 bytes. */
  public StateOutput number64(long value) {
    return write(() -> out.writeLong(value));
  }

  /** A number of 4 bytes. */
  public StateOutput real32(float value) {
    return write(() -> out.writeFloat(value));
  }

  /** A number of 8 bytes. */
  public StateOutput real64(double value) {
    return write(() -> out.writeDouble(value));
  }

  /** Any text. */
  public StateOutput text(String value) {
    return write(() -> StringValue.writeString(value, out));
  }

  /** Length and components. */
  public StateOutput vector(float[] vector) {
    count(vector.length);
    int bytes = vector.length * Float.BYTES;
    buffer(bytes).asFloatBuffer().put(vector);
    return write(() -> out.write(scratch, 0, bytes));
  }

  /** Length and components. */
  public StateOutput vector(double[] vector) {
    count(vector.length);
    int bytes = vector.length * Double.BYTES;
    buffer(bytes).asDoubleBuffer().put(vector);
    return write(() -> out.write(scratch, 0, bytes));
  }

  private ByteBuffer buffer(int bytes) {
    if (scratch.length < bytes) {
      scratch = new byte[bytes];
    }
    return ByteBuffer.wrap(scratch);
  }

  private interface Writing {
    void run() throws IOException;
  }

  private StateOutput write(Writing writing) {
    try {
      writing.run();
      return this;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
