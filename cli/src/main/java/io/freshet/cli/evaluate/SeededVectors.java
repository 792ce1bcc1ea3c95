package io.freshet.cli.evaluate;

import java.util.List;
import java.util.SplittableRandom;

/**
 * Vectors for items without a text: unit vectors of random direction, seeded by the item's id. They
 * tell items apart and say nothing else, so what a model knows of a new item is its neighbors.
 */
final class SeededVectors {
  static final String ENCODER = "seeded-by-id-128";
  private static final int DIMENSIONS = 128;
  private static final long GOLDEN = 0x9E3779B97F4A7C15L;

  private SeededVectors() {}

  static float[][] of(List<String> ids) {
    return ids.stream().map(SeededVectors::of).toArray(float[][]::new);
  }

  private static float[] of(String id) {
    SplittableRandom random = new SplittableRandom(id.hashCode() * GOLDEN);
    double[] values = random.doubles(DIMENSIONS).map(Math::log).toArray();
    float[] vector = new float[DIMENSIONS];
    double norm = 0;
    for (int k = 0; k < DIMENSIONS; k++) {
      // Box-Muller: independent normal components have no preferred direction.
      values[k] = Math.sqrt(-2 * values[k]) * Math.cos(2 * Math.PI * random.nextDouble());
      norm += values[k] * values[k];
    }
    for (int k = 0; k < DIMENSIONS; k++) {
      vector[k] = (float) (values[k] / Math.sqrt(norm));
    }
    return vector;
  }
}
