package io.freshet.benchmarks.propagation;

import java.util.Arrays;

/**
 * What embeddings are computed from, by item.
 *
 * @param texts text vectors
 * @param sources neighbors
 * @param shares of each neighbor
 */
@SuppressWarnings("ArrayRecordComponent") // never compared; filled by its maker
record Inputs(float[][] texts, int[][] sources, float[][] shares) {
  /** Items without neighbors. */
  static Inputs of(TextVectors texts, int items) {
    Inputs inputs = new Inputs(new float[items][], new int[items][], new float[items][]);
    for (int item = 0; item < items; item++) {
      inputs.texts[item] = texts.of(item);
    }
    Arrays.fill(inputs.sources, new int[0]);
    Arrays.fill(inputs.shares, new float[0]);
    return inputs;
  }

  int items() {
    return texts.length;
  }
}
