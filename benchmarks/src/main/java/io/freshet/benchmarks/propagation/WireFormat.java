package io.freshet.benchmarks.propagation;

import ai.djl.util.Float16Utils;
import com.google.protobuf.ByteString;
import com.google.protobuf.UnsafeByteOperations;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;

/** How the components of a vector could travel as raw tensor contents. */
enum WireFormat {
  /** As they are, and as the product sends them. */
  FP32(Float.BYTES) {
    @Override
    void put(ByteBuffer buffer, float[] row) {
      buffer.asFloatBuffer().put(row);
      buffer.position(buffer.position() + row.length * Float.BYTES);
    }

    @Override
    void take(ByteBuffer buffer, float[] row) {
      buffer.asFloatBuffer().get(row);
      buffer.position(buffer.position() + row.length * Float.BYTES);
    }
  },
  /** Half of the bytes, eleven bits of precision. */
  FP16(Short.BYTES) {
    @Override
    void put(ByteBuffer buffer, float[] row) {
      for (float value : row) {
        buffer.putShort(Float16Utils.floatToHalf(value));
      }
    }

    @Override
    void take(ByteBuffer buffer, float[] row) {
      for (int index = 0; index < row.length; index++) {
        row[index] = Float16Utils.halfToFloat(buffer.getShort());
      }
    }
  };

  private final int bytes;

  WireFormat(int bytes) {
    this.bytes = bytes;
  }

  abstract void put(ByteBuffer buffer, float[] row);

  abstract void take(ByteBuffer buffer, float[] row);

  ByteString encoded(List<float[]> rows) {
    int columns = rows.isEmpty() ? 0 : rows.get(0).length;
    ByteBuffer buffer =
        ByteBuffer.allocate(rows.size() * columns * bytes).order(ByteOrder.LITTLE_ENDIAN);
    rows.forEach(row -> put(buffer, row));
    return UnsafeByteOperations.unsafeWrap(buffer.flip());
  }

  List<float[]> decoded(ByteString raw, int columns) {
    ByteBuffer buffer = raw.asReadOnlyByteBuffer().order(ByteOrder.LITTLE_ENDIAN);
    int rows = raw.size() / (columns * bytes);
    List<float[]> decoded = new ArrayList<>(rows);
    for (int row = 0; row < rows; row++) {
      float[] vector = new float[columns];
      take(buffer, vector);
      decoded.add(vector);
    }
    return decoded;
  }

  /** What arrives of a vector that is sent. */
  float[] sent(float[] row) {
    return decoded(encoded(List.of(row)), row.length).get(0);
  }
}
