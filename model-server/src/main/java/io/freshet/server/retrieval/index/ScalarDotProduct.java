package io.freshet.server.retrieval.index;

import java.util.Arrays;

/** Plain Java, for JVMs without the vector module. */
final class ScalarDotProduct implements DotProduct {
  @Override
  public float dot(float[] rows, int offset, float[] query) {
    // Four sums break the chain of dependent additions.
    float sum0 = 0;
    float sum1 = 0;
    float sum2 = 0;
    float sum3 = 0;
    int whole = query.length & ~3;
    for (int i = 0; i < whole; i += 4) {
      sum0 += rows[offset + i] * query[i];
      sum1 += rows[offset + i + 1] * query[i + 1];
      sum2 += rows[offset + i + 2] * query[i + 2];
      sum3 += rows[offset + i + 3] * query[i + 3];
    }
    for (int i = whole; i < query.length; i++) {
      sum0 += rows[offset + i] * query[i];
    }
    return (sum0 + sum1) + (sum2 + sum3);
  }

  @Override
  public void dots(byte[] columns, int offset, float[] query, float[] products) {
    Arrays.fill(products, 0, ROWS, 0);
    for (int k = 0; k < query.length; k++) {
      int column = offset + k * ROWS;
      float factor = query[k];
      for (int row = 0; row < ROWS; row++) {
        products[row] += columns[column + row] * factor;
      }
    }
  }
}
