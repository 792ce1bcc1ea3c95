package io.freshet.jobs.embedding;

import java.util.Map;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The graph neural network with weights from a seed, in doubles. A type whose name is {@code
 * bad<l>} has no usable embedding in layer l.
 */
public final class SeededModel {
  private static final double SLOPE = .1;

  private final long seed;
  private final int dimensions;
  private final Map<String, double[][]> weights = new ConcurrentHashMap<>();

  public SeededModel(long seed, int dimensions) {
    this.seed = seed;
    this.dimensions = dimensions;
  }

  public int dimensions() {
    return dimensions;
  }

  public static boolean isBad(String type, int layer) {
    return type.equals("bad" + layer);
  }

  /** h0 of a text vector. */
  public double[] encode(String type, double[] text) {
    double[] sum = vector("type/" + type);
    add(sum, times(matrix("encode", text.length), text));
    return unit(activated(sum));
  }

  /** hl of an embedding of the layer below and aggregates of it. */
  public double[] layer(int layer, String type, double[] self, Map<String, double[]> aggregates) {
    double[] sum = vector("bias/" + layer);
    add(sum, times(matrix("self/" + layer + "/" + type, dimensions), self));
    aggregates.forEach(
        (neighborType, aggregate) ->
            add(
                sum,
                times(
                    matrix("relation/" + layer + "/" + type + "/" + neighborType, dimensions),
                    aggregate)));
    return unit(activated(sum));
  }

  private double[] vector(String name) {
    double[][] column = matrix(name, 1);
    double[] vector = new double[dimensions];
    for (int row = 0; row < dimensions; row++) {
      vector[row] = column[row][0];
    }
    return vector;
  }

  private double[][] matrix(String name, int columns) {
    return weights.computeIfAbsent(name, absent -> drawn(name, columns));
  }

  private double[][] drawn(String name, int columns) {
    Random random = new Random(seed * 31 + name.hashCode());
    double[][] matrix = new double[dimensions][columns];
    for (double[] row : matrix) {
      for (int column = 0; column < columns; column++) {
        row[column] = random.nextGaussian();
      }
    }
    return matrix;
  }

  private static double[] times(double[][] matrix, double[] vector) {
    double[] product = new double[matrix.length];
    for (int row = 0; row < matrix.length; row++) {
      for (int column = 0; column < vector.length; column++) {
        product[row] += matrix[row][column] * vector[column];
      }
    }
    return product;
  }

  private static void add(double[] sum, double[] addend) {
    for (int index = 0; index < sum.length; index++) {
      sum[index] += addend[index];
    }
  }

  private static double[] activated(double[] vector) {
    double[] activated = new double[vector.length];
    for (int index = 0; index < vector.length; index++) {
      activated[index] = vector[index] > 0 ? vector[index] : SLOPE * vector[index];
    }
    return activated;
  }

  private static double[] unit(double[] vector) {
    double sum = 0;
    for (double value : vector) {
      sum += value * value;
    }
    double norm = Math.max(Math.sqrt(sum), 1e-12);
    double[] unit = new double[vector.length];
    for (int index = 0; index < vector.length; index++) {
      unit[index] = vector[index] / norm;
    }
    return unit;
  }
}
