package io.freshet.server.inference;

import com.google.protobuf.ByteString;
import io.freshet.server.inference.batch.Column;
import io.freshet.server.inference.batch.InferenceException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Columns as raw tensor contents: little-endian elements, byte strings behind their length. */
final class RawTensors {
  private RawTensors() {}

  static Column decode(String name, String datatype, List<Long> shape, ByteString raw) {
    ByteBuffer bytes = raw.asReadOnlyByteBuffer().order(ByteOrder.LITTLE_ENDIAN);
    int width = width(name, shape);
    return switch (datatype) {
      case "FP32" -> vectors(name, width, shape.get(0), bytes);
      case "INT32" -> rowNumbers(name, width, shape.get(0), bytes);
      case "BYTES" -> texts(name, width, shape.get(0), bytes);
      default -> throw invalid(name, "datatype must be FP32, INT32 or BYTES", datatype);
    };
  }

  static ByteString encode(Column column) {
    if (column instanceof Column.Vectors vectors) {
      ByteBuffer bytes = littleEndian(vectors.values().length * Float.BYTES);
      bytes.asFloatBuffer().put(vectors.values());
      return ByteString.copyFrom(bytes);
    }
    if (column instanceof Column.Flags flags) {
      byte[] bytes = new byte[flags.count()];
      for (int i = 0; i < bytes.length; i++) {
        bytes[i] = (byte) (flags.values()[i] ? 1 : 0);
      }
      return ByteString.copyFrom(bytes);
    }
    throw new IllegalStateException(
        "Cannot encode an output: no model answers this type (%s)".formatted(column.datatype()));
  }

  /** Length of the second axis, 0 when there is none. */
  static int width(String name, List<Long> shape) {
    boolean valid = shape.size() == 1 || (shape.size() == 2 && shape.get(1) > 0);
    long most = shape.stream().mapToLong(Long::longValue).max().orElse(0);
    if (!valid || shape.get(0) < 0 || most > Integer.MAX_VALUE) {
      throw invalid(name, "shape must be [n] or [n, width]", shape.toString());
    }
    return shape.size() == 1 ? 0 : Math.toIntExact(shape.get(1));
  }

  static InferenceException invalid(String name, String why, String value) {
    return new InferenceException(
        InferenceException.Code.INVALID_ARGUMENT,
        "Cannot read input %s: %s (%s)".formatted(name, why, value));
  }

  private static Column vectors(String name, int width, long count, ByteBuffer bytes) {
    if (width == 0) {
      throw invalid(name, "FP32 needs shape [n, width]", "[" + count + "]");
    }
    checkSize(name, count * width * Float.BYTES, bytes);
    float[] values = new float[bytes.remaining() / Float.BYTES];
    bytes.asFloatBuffer().get(values);
    return new Column.Vectors(width, values);
  }

  private static Column rowNumbers(String name, int width, long count, ByteBuffer bytes) {
    checkNoWidth(name, width);
    checkSize(name, count * Integer.BYTES, bytes);
    int[] values = new int[bytes.remaining() / Integer.BYTES];
    bytes.asIntBuffer().get(values);
    return new Column.RowNumbers(values);
  }

  private static Column texts(String name, int width, long count, ByteBuffer bytes) {
    checkNoWidth(name, width);
    List<String> values = new ArrayList<>();
    while (bytes.remaining() >= Integer.BYTES) {
      int length = bytes.getInt();
      if (length < 0 || length > bytes.remaining()) {
        throw invalid(name, "a byte string reaches beyond the contents", String.valueOf(length));
      }
      byte[] text = new byte[length];
      bytes.get(text);
      values.add(new String(text, StandardCharsets.UTF_8));
    }
    if (bytes.hasRemaining() || values.size() != count) {
      throw invalid(name, "shape asks for %d byte strings".formatted(count), "" + values.size());
    }
    return new Column.Texts(values);
  }

  private static void checkNoWidth(String name, int width) {
    if (width != 0) {
      throw invalid(name, "shape must be [n]", "second axis " + width);
    }
  }

  private static void checkSize(String name, long expected, ByteBuffer bytes) {
    if (expected != bytes.remaining()) {
      throw invalid(
          name, "shape asks for %d bytes".formatted(expected), String.valueOf(bytes.remaining()));
    }
  }

  private static ByteBuffer littleEndian(int size) {
    return ByteBuffer.allocate(size).order(ByteOrder.LITTLE_ENDIAN);
  }
}
