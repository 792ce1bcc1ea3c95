package io.freshet.schemas.wire;

import java.io.IOException;
import java.util.Arrays;
import org.apache.avro.Schema;
import org.apache.avro.io.ResolvingDecoder;
import org.apache.avro.specific.SpecificData;
import org.apache.avro.specific.SpecificDatumReader;

/**
 * Avro's reader, but for arrays of floats: vectors are read into an array, not into an object per
 * component.
 *
 * @param <T> the generated record class
 */
final class RecordReader<T> extends SpecificDatumReader<T> {
  private static final int FIRST_CAPACITY = 1_024;

  RecordReader(Schema writer, Schema reader, SpecificData model) {
    super(writer, reader, model);
  }

  @Override
  protected Object readArray(Object old, Schema expected, ResolvingDecoder in) throws IOException {
    if (expected.getElementType().getType() != Schema.Type.FLOAT) {
      return super.readArray(old, expected, in);
    }
    long block = in.readArrayStart();
    // What a block claims is not believed before it is there.
    float[] values = new float[(int) Math.min(block, FIRST_CAPACITY)];
    int size = 0;
    while (block > 0) {
      for (long left = block; left > 0; left--) {
        if (size == values.length) {
          values = Arrays.copyOf(values, Math.max(FIRST_CAPACITY, 2 * size));
        }
        values[size++] = in.readFloat();
      }
      block = in.arrayNext();
    }
    return FloatList.of(Arrays.copyOf(values, size));
  }
}
