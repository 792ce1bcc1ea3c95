package io.freshet.benchmarks.propagation;

import java.util.SplittableRandom;

/**
 * Invented text vectors of unit length: items lie around one of some topics.
 *
 * @param dimensions components
 * @param seed another one gives other vectors
 */
record TextVectors(int dimensions, long seed) {
  private static final int TOPICS = 50;

  float[] of(int item) {
    SplittableRandom own = new SplittableRandom(seed + TOPICS + item);
    SplittableRandom topic = new SplittableRandom(seed + own.nextInt(TOPICS));
    float[] vector = new float[dimensions];
    double sum = 0;
    for (int index = 0; index < dimensions; index++) {
      vector[index] = (float) (topic.nextGaussian() + own.nextGaussian());
      sum += (double) vector[index] * vector[index];
    }
    for (int index = 0; index < dimensions; index++) {
      vector[index] /= (float) Math.sqrt(sum);
    }
    return vector;
  }
}
