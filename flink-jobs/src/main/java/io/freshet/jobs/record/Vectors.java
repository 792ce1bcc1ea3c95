package io.freshet.jobs.record;

import java.util.Arrays;

/** Small maths on embedding vectors. No method changes its arguments. */
public final class Vectors {
  private Vectors() {}

  /** Whether all components are finite and at least one is not zero. */
  public static boolean isUsable(float[] vector) {
    boolean zero = true;
    for (float value : vector) {
      if (!Float.isFinite(value)) {
        return false;
      }
      zero &= value == 0;
    }
    return !zero;
  }

  /** First vector followed by the second. */
  public static float[] concatenation(float[] first, float[] second) {
    float[] joined = Arrays.copyOf(first, first.length + second.length);
    System.arraycopy(second, 0, joined, first.length, second.length);
    return joined;
  }

  /** The last components of the vector. */
  public static float[] last(float[] vector, int dimensions) {
    return Arrays.copyOfRange(vector, vector.length - dimensions, vector.length);
  }

  /** Every component as a float. */
  public static float[] toFloats(double[] vector) {
    float[] floats = new float[vector.length];
    for (int index = 0; index < vector.length; index++) {
      floats[index] = (float) vector[index];
    }
    return floats;
  }

  /** Square of the Euclidean distance of two vectors of one size. */
  public static double squaredDistance(float[] first, float[] second) {
    return squaredDistance(first, second, first.length);
  }

  /** Square of the Euclidean distance of the first components of two vectors. */
  public static double squaredDistance(float[] first, float[] second, int components) {
    double sum = 0;
    for (int index = 0; index < components; index++) {
      double difference = (double) first[index] - second[index];
      sum += difference * difference;
    }
    return sum;
  }
}
