package io.freshet.benchmarks.propagation;

import java.util.Arrays;

/**
 * How far published embeddings are from exact ones, over all items that were published.
 *
 * @param items how many
 * @param cosine one minus the cosine of the angle between them
 * @param distance Euclidean distance; an embedding's length is the root of the number of layers
 */
record Errors(int items, Figures cosine, Figures distance) {
  /** Of a distribution. */
  record Figures(double mean, double p99, double max) {
    static Figures of(double[] values) {
      double[] sorted = values.clone();
      Arrays.sort(sorted);
      if (sorted.length == 0) {
        return new Figures(Double.NaN, Double.NaN, Double.NaN);
      }
      return new Figures(
          Arrays.stream(sorted).average().orElse(Double.NaN),
          sorted[(int) (.99 * (sorted.length - 1))],
          sorted[sorted.length - 1]);
    }
  }

  /** Compares by index; an item without a published embedding is left out. */
  static Errors between(float[][] published, float[][] exact) {
    double[] cosines = new double[exact.length];
    double[] distances = new double[exact.length];
    int size = 0;
    for (int item = 0; item < exact.length; item++) {
      if (published[item].length > 0) {
        cosines[size] = cosine(published[item], exact[item]);
        distances[size++] = distance(published[item], exact[item]);
      }
    }
    return new Errors(
        size, Figures.of(Arrays.copyOf(cosines, size)), Figures.of(Arrays.copyOf(distances, size)));
  }

  private static double cosine(float[] first, float[] second) {
    double dot = 0;
    double firstSquare = 0;
    double secondSquare = 0;
    for (int index = 0; index < first.length; index++) {
      dot += (double) first[index] * second[index];
      firstSquare += (double) first[index] * first[index];
      secondSquare += (double) second[index] * second[index];
    }
    return Math.max(0, 1 - dot / Math.sqrt(firstSquare * secondSquare));
  }

  private static double distance(float[] first, float[] second) {
    double sum = 0;
    for (int index = 0; index < first.length; index++) {
      double difference = (double) first[index] - second[index];
      sum += difference * difference;
    }
    return Math.sqrt(sum);
  }
}
