package io.freshet.jobs.inference;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.google.protobuf.ByteString;
import com.google.protobuf.UnsafeByteOperations;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;

/**
 * Tensors as the bytes of {@code raw_input_contents} and {@code raw_output_contents} (Open
 * Inference Protocol v2): row by row, little-endian; a string is its length in 4 bytes and then its
 * UTF-8 bytes.
 */
final class RawTensors {
  private RawTensors() {}

  static ByteString ofFloats(List<float[]> rows, int columns) {
    ByteBuffer buffer = allocate(rows.size() * columns * Float.BYTES);
    for (float[] row : rows) {
      if (row.length != columns) {
        throw new IllegalArgumentException(
            "Cannot send vector: it must have %d dimensions (%d)".formatted(columns, row.length));
      }
      buffer.asFloatBuffer().put(row);
      buffer.position(buffer.position() + row.length * Float.BYTES);
    }
    return wrapped(buffer);
  }

  static ByteString ofInts(List<Integer> values) {
    ByteBuffer buffer = allocate(values.size() * Integer.BYTES);
    values.forEach(buffer::putInt);
    return wrapped(buffer);
  }

  static ByteString ofStrings(List<String> values) {
    List<byte[]> encoded = values.stream().map(value -> value.getBytes(UTF_8)).toList();
    int size = encoded.stream().mapToInt(bytes -> Integer.BYTES + bytes.length).sum();
    ByteBuffer buffer = allocate(size);
    for (byte[] bytes : encoded) {
      buffer.putInt(bytes.length).put(bytes);
    }
    return wrapped(buffer);
  }

  /** Rows of a matrix; the bytes must be {@code rows * columns} floats. */
  static List<float[]> toFloats(ByteString bytes, int rows, int columns) {
    ByteBuffer buffer = bytes.asReadOnlyByteBuffer().order(ByteOrder.LITTLE_ENDIAN);
    List<float[]> matrix = new ArrayList<>(rows);
    for (int row = 0; row < rows; row++) {
      float[] vector = new float[columns];
      buffer.asFloatBuffer().get(vector);
      buffer.position(buffer.position() + columns * Float.BYTES);
      matrix.add(vector);
    }
    return matrix;
  }

  private static ByteBuffer allocate(int bytes) {
    return ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
  }

  // The buffer is never written again, so the copy can be spared.
  private static ByteString wrapped(ByteBuffer buffer) {
    return UnsafeByteOperations.unsafeWrap(buffer.flip());
  }
}
