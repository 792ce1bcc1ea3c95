package io.freshet.server.inference.batch;

import java.util.List;

/**
 * One input or output of a model.
 *
 * @param name name on the wire
 * @param datatype type of its elements
 * @param axis what its first axis counts
 * @param width length of its second axis, 0 when it has none
 */
public record TensorSpec(String name, Datatype datatype, Axis axis, int width) {
  /** A vector per row. */
  public static TensorSpec vectors(String name, int width) {
    return new TensorSpec(name, Datatype.FP32, Axis.ROW, width);
  }

  /** A text per row. */
  public static TensorSpec texts(String name) {
    return new TensorSpec(name, Datatype.BYTES, Axis.ROW, 0);
  }

  /** A flag per row. */
  public static TensorSpec flags(String name) {
    return new TensorSpec(name, Datatype.BOOL, Axis.ROW, 0);
  }

  /** Shape for metadata, -1 where the length varies. */
  public List<Long> shape() {
    return shape(-1);
  }

  /** Shape when the first axis has the given length. */
  public List<Long> shape(int count) {
    return width == 0 ? List.of((long) count) : List.of((long) count, (long) width);
  }
}
