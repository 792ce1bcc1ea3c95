package io.freshet.schemas.wire;

import static java.util.Objects.requireNonNull;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.AbstractList;
import java.util.RandomAccess;
import org.jspecify.annotations.NullMarked;

/**
 * A vector as the list that Avro's records ask for, without an object per component. A view: the
 * array must not be changed. Immutable.
 */
@NullMarked
public final class FloatList extends AbstractList<Float> implements RandomAccess {
  private final float[] values;

  private FloatList(float[] values) {
    this.values = requireNonNull(values, "values is null");
  }

  /** A view of the array. */
  public static FloatList of(float[] values) {
    return new FloatList(values);
  }

  @Override
  public Float get(int index) {
    return values[index];
  }

  /** All components, each in four bytes, lowest first. */
  byte[] littleEndian() {
    ByteBuffer bytes =
        ByteBuffer.allocate(values.length * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    var unused = bytes.asFloatBuffer().put(values);
    return bytes.array();
  }

  @Override
  public int size() {
    return values.length;
  }
}
