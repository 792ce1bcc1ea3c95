package io.freshet.server.evaluation.baseline;

import io.freshet.server.evaluation.Query;
import java.util.Arrays;

/**
 * Item vectors, and their products with another. They lie by dimension, so that a product with all
 * of them is a row of plain loops that the compiler makes vector instructions of. Immutable.
 */
final class VectorTable {
  private final float[][] byDimension;

  /** Of vectors [items][dimensions]. */
  VectorTable(float[][] vectors) {
    byDimension = new float[vectors[0].length][vectors.length];
    for (int item = 0; item < vectors.length; item++) {
      for (int k = 0; k < byDimension.length; k++) {
        byDimension[k][item] = vectors[item][k];
      }
    }
  }

  /** Weighted sum of the vectors of a history; its length changes no order. */
  float[] mean(HistoryWeights weights, Query query) {
    float[] mean = new float[byDimension.length];
    weights.forEach(
        query,
        (item, weight) -> {
          for (int k = 0; k < mean.length; k++) {
            mean[k] += (float) weight * byDimension[k][item];
          }
        });
    return mean;
  }

  /** Product of each item's vector with another. */
  void products(float[] other, float[] scores) {
    Arrays.fill(scores, 0);
    for (int k = 0; k < byDimension.length; k++) {
      float factor = other[k];
      float[] row = byDimension[k];
      for (int item = 0; item < scores.length; item++) {
        scores[item] += factor * row[item];
      }
    }
  }
}
