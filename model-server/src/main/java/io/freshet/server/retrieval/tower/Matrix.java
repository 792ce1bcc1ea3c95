package io.freshet.server.retrieval.tower;

import io.freshet.server.model.Tensor;
import io.freshet.server.retrieval.index.Vectors;

/** A matrix with outputs as rows, end to end. Immutable; the array is not copied. */
final class Matrix {
  private final float[] values;
  private final int rows;
  private final int columns;

  private Matrix(float[] values, int rows, int columns) {
    this.values = values;
    this.rows = rows;
    this.columns = columns;
  }

  /** A weight of two axes. */
  static Matrix of(Tensor weight) {
    return new Matrix(weight.values(), weight.shape().get(0), weight.shape().get(1));
  }

  /** The sum of two weights: one of two axes, and a matrix of one of three. */
  static Matrix sum(Tensor shared, Tensor stack, int index) {
    float[] sum = shared.values().clone();
    for (int k = 0; k < sum.length; k++) {
      sum[k] += stack.values()[index * sum.length + k];
    }
    return new Matrix(sum, shared.shape().get(0), shared.shape().get(1));
  }

  /** Adds the product with a vector, of as many values as there are columns. */
  void addProduct(float[] vector, float[] sum) {
    for (int row = 0; row < rows; row++) {
      sum[row] += Vectors.dot(values, row * columns, vector);
    }
  }
}
