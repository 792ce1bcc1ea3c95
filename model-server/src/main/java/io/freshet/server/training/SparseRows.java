package io.freshet.server.training;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.jni.JniUtils;
import java.util.Arrays;

/**
 * A sparse matrix while it is filled, and on a device. Its product with a dense matrix sums
 * weighted rows of it in one operation, and carries gradients to it. Mutable, one owner, one
 * thread.
 */
public final class SparseRows {
  private int size;
  private long[] rows;
  private long[] columns;
  private float[] values;

  /**
   * An empty matrix.
   *
   * @param capacity entries it has room for at first
   */
  public SparseRows(int capacity) {
    rows = new long[capacity];
    columns = new long[capacity];
    values = new float[capacity];
  }

  /** Number of entries. */
  public int size() {
    return size;
  }

  /** Adds an entry. */
  public void add(long row, long column, float value) {
    if (size == rows.length) {
      int capacity = Math.max(16, 2 * size);
      rows = Arrays.copyOf(rows, capacity);
      columns = Arrays.copyOf(columns, capacity);
      values = Arrays.copyOf(values, capacity);
    }
    rows[size] = row;
    columns[size] = column;
    values[size++] = value;
  }

  /** Multiplies the entries from the given one on. */
  void scale(int begin, double factor) {
    for (int k = begin; k < size; k++) {
      values[k] *= (float) factor;
    }
  }

  /**
   * The matrix on the manager's device; call it inside an {@code NDScope}, which frees the parts.
   *
   * <p>Not by {@code createCoo}: its matrix keeps pointing into buffers that the garbage collector
   * may free while the matrix lives. A duplicate owns its memory.
   */
  public NDArray matrix(NDManager manager, long rowCount, long columnCount) {
    long[] both = Arrays.copyOf(rows, 2 * size);
    System.arraycopy(columns, 0, both, size, size);
    NDArray indices = manager.create(both, new Shape(2, size)).duplicate();
    NDArray entries = manager.create(Arrays.copyOf(values, size)).duplicate();
    return JniUtils.createSparseCoo(
        (PtNDArray) indices, (PtNDArray) entries, new Shape(rowCount, columnCount));
  }
}
