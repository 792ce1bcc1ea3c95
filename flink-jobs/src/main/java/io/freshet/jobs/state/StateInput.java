package io.freshet.jobs.state;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import org.apache.flink.core.memory.DataInputDeserializer;
import org.apache.flink.types.StringValue;
import org.jspecify.annotations.Nullable;

/**
 * Reads what {@link StateOutput} wrote. Bytes that end too early are a defect of this code or of
 * the disk: {@link UncheckedIOException}. One owner, one thread.
 */
public final class StateInput {
  private static final int LOW_BITS = 0x7F;
  private static final int MORE = 0x80;

  private final DataInputDeserializer in = new DataInputDeserializer();
  private byte[] scratch = new byte[0];

  /**
   * Begins to read a value.
   *
   * @param newest the newest format known
   * @param what the value, for messages
   * @return its format, 1 to {@code newest}
   * @throws IllegalStateException when a later release wrote it
   */
  public int begin(byte[] bytes, int newest, String what) {
    in.setBuffer(bytes);
    int format = number8();
    if (format < 1 || format > newest) {
      throw new IllegalStateException(
          "Cannot read %s: written by a later release (format %d)".formatted(what, format));
    }
    return format;
  }

  /** As {@link StateOutput#number8}. */
  public int number8() {
    return read(in::readUnsignedByte);
  }

  /** As {@link StateOutput#count}. */
  public int count() {
    int value = 0;
    int shift = 0;
    int next = number8();
    while ((next & MORE) != 0) {
      value |= (next & LOW_BITS) << shift;
      shift += 7;
      next = number8();
    }
    return value | (next << shift);
  }

  /** As {@link StateOutput#number64}. */
  public long number64() {
    return read(in::readLong);
  }

  /** As {@link StateOutput#real32}. */
  public float real32() {
    return read(in::readFloat);
  }

  /** As {@link StateOutput#real64}. */
  public double real64() {
    return read(in::readDouble);
  }

  /** As {@link StateOutput#text}. */
  public String text() {
    return read(() -> StringValue.readString(in));
  }

  /** As {@link StateOutput#vector(float[])}. */
  public float[] floats() {
    float[] vector = new float[count()];
    buffer(vector.length * Float.BYTES).asFloatBuffer().get(vector);
    return vector;
  }

  /** As {@link StateOutput#vector(double[])}. */
  public double[] doubles() {
    double[] vector = new double[count()];
    buffer(vector.length * Double.BYTES).asDoubleBuffer().get(vector);
    return vector;
  }

  private ByteBuffer buffer(int bytes) {
    if (scratch.length < bytes) {
      scratch = new byte[bytes];
    }
    var unused =
        read(
            () -> {
              in.readFully(scratch, 0, bytes);
              return bytes;
            });
    return ByteBuffer.wrap(scratch, 0, bytes);
  }

  private interface Reading<T> {
    @Nullable T run() throws IOException;
  }

  @SuppressWarnings("NullAway") // no reading above yields null
  private static <T> T read(Reading<T> reading) {
    try {
      return reading.run();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
