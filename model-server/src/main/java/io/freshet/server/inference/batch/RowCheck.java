package io.freshet.server.inference.batch;

import java.util.Arrays;
import java.util.Map;

/** Decides per row whether an answer may leave: finite and of unit length, or zeros and a flag. */
public final class RowCheck {
  /** Name of the flag output of every model. */
  public static final String OK = "ok";

  private static final double TOLERANCE = 1e-3;

  private RowCheck() {}

  /**
   * Answer of a model that yields unit vectors.
   *
   * @param name name of the vector output
   * @param width length of a vector
   * @param values rows * width floats; rows that fail are set to zero in place
   * @param usable false for rows whose inputs were unusable, by row
   */
  public static Batch unitVectors(String name, int width, float[] values, boolean[] usable) {
    boolean[] ok = new boolean[usable.length];
    for (int row = 0; row < ok.length; row++) {
      double norm = Math.sqrt(squared(values, row * width, width));
      ok[row] = usable[row] && Math.abs(norm - 1) <= TOLERANCE; // false for NaN
      if (!ok[row]) {
        Arrays.fill(values, row * width, (row + 1) * width, 0);
      }
    }
    return new Batch(
        ok.length, Map.of(name, new Column.Vectors(width, values), OK, new Column.Flags(ok)));
  }

  /** Whether a row is finite and not all zeros. */
  public static boolean isVector(Column.Vectors vectors, int row) {
    double squared = squared(vectors.values(), row * vectors.width(), vectors.width());
    return squared > 0 && Double.isFinite(squared);
  }

  /** Whether a row is finite. */
  public static boolean isFinite(Column.Vectors vectors, int row) {
    return Double.isFinite(squared(vectors.values(), row * vectors.width(), vectors.width()));
  }

  private static double squared(float[] values, int from, int width) {
    double sum = 0;
    for (int i = from; i < from + width; i++) {
      sum += (double) values[i] * values[i];
    }
    return sum;
  }
}
