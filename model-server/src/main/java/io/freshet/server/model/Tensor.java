package io.freshet.server.model;

import static java.util.Objects.requireNonNull;

import java.util.List;

/**
 * A block of floats and its shape, row-major. The values are never changed after construction.
 *
 * @param shape length of each axis, outermost first
 * @param values as many floats as the shape asks for
 */
@SuppressWarnings(
    "ArrayRecordComponent") // compared by content nowhere; a list would box every weight
public record Tensor(List<Integer> shape, float[] values) {
  public Tensor {
    shape = List.copyOf(shape);
    requireNonNull(values, "values is null");
    if (size(shape) != values.length) {
      throw new IllegalArgumentException(
          "Cannot make a tensor: shape %s needs %d values (%d)"
              .formatted(shape, size(shape), values.length));
    }
  }

  /**
   * How many values the shape holds.
   *
   * @throws IllegalArgumentException when an axis is negative or the product exceeds an array
   */
  static int size(List<Integer> shape) {
    long size = 1;
    for (int axis : shape) {
      size *= axis;
      if (axis < 0 || size > Integer.MAX_VALUE) {
        throw new IllegalArgumentException("Cannot size a tensor: bad shape (%s)".formatted(shape));
      }
    }
    return (int) size;
  }
}
