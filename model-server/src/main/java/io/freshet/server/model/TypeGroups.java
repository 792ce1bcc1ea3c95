package io.freshet.server.model;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.index.NDIndex;
import java.util.List;

/**
 * Rows grouped by item type, so that each type's matrix is multiplied once with all its rows.
 *
 * <p>The grouping is a stable counting sort; rows that already lie in type order are not moved.
 */
final class TypeGroups {
  private final int[] starts;
  private final long[] order;
  private final long[] inverse;
  private final boolean sorted;

  /**
   * Groups rows.
   *
   * @param types type index of each row, each in [0, typeCount)
   */
  TypeGroups(int[] types, int typeCount) {
    starts = new int[typeCount + 1];
    for (int type : types) {
      if (type < 0 || type >= typeCount) {
        throw new IllegalArgumentException(
            "Cannot group rows: type index must be 0 to %d (%d)".formatted(typeCount - 1, type));
      }
      starts[type + 1]++;
    }
    for (int type = 0; type < typeCount; type++) {
      starts[type + 1] += starts[type];
    }
    int[] next = starts.clone();
    order = new long[types.length];
    inverse = new long[types.length];
    boolean inOrder = true;
    for (int row = 0; row < types.length; row++) {
      int position = next[types[row]]++;
      order[position] = row;
      inverse[row] = position;
      inOrder &= position == row;
    }
    sorted = inOrder;
  }

  /**
   * Multiplies each row by the matrix of its type.
   *
   * @param rows [n, k]
   * @param matrices per type [k, d]
   * @return [n, d], rows in the order given
   */
  NDArray multiply(NDArray rows, List<NDArray> matrices) {
    NDArray grouped = sorted ? rows : rows.get(rows.getManager().create(order));
    NDList products = new NDList();
    for (int type = 0; type < matrices.size(); type++) {
      if (starts[type + 1] > starts[type]) {
        NDArray slice = grouped.get(new NDIndex("{}:{}", starts[type], starts[type + 1]));
        products.add(slice.matMul(matrices.get(type)));
      }
    }
    NDArray product = products.size() == 1 ? products.get(0) : NDArrays.concat(products);
    return sorted ? product : product.get(product.getManager().create(inverse));
  }
}
