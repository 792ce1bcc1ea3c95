package io.freshet.server.retrieval.index;

import io.freshet.server.retrieval.index.BadVectorException.Reason;

/** Arithmetic on float vectors, shared by every index so that they score alike. */
public final class Vectors {
  private static final DotProduct DOT = DotProduct.fastest();

  private Vectors() {}

  /** Inner product of {@code query} and the row that starts at {@code offset}. */
  public static float dot(float[] rows, int offset, float[] query) {
    return DOT.dot(rows, offset, query);
  }

  /** See {@link DotProduct#dots}. */
  static void dots(byte[] columns, int offset, float[] query, float[] products) {
    DOT.dots(columns, offset, query, products);
  }

  /** Euclidean length, summed in double so that no finite vector overflows or vanishes. */
  public static double norm(float[] vector) {
    double sum = 0;
    for (float value : vector) {
      sum += (double) value * value;
    }
    return Math.sqrt(sum);
  }

  /**
   * A copy of unit length. Zero and non-finite vectors have none and come back as they are, for the
   * index to refuse.
   */
  public static float[] unit(float[] vector) {
    float[] unit = vector.clone();
    double norm = norm(vector);
    if (norm > 0 && Double.isFinite(norm)) {
      for (int i = 0; i < unit.length; i++) {
        unit[i] = (float) (unit[i] / norm);
      }
    }
    return unit;
  }

  /**
   * Checks a vector at the door of an index.
   *
   * @param what whose vector it is, named in the error
   * @throws BadVectorException when it has another dimension, a value that is not finite, or only
   *     zeros
   */
  public static void check(String what, float[] vector, int dimensions) {
    if (vector.length != dimensions) {
      throw new BadVectorException(
          Reason.WRONG_DIMENSION,
          "Cannot use vector of %s: it has %d dimensions, the index has %d"
              .formatted(what, vector.length, dimensions));
    }
    boolean zero = true;
    for (float value : vector) {
      if (!Float.isFinite(value)) {
        throw new BadVectorException(
            Reason.NOT_FINITE,
            "Cannot use vector of %s: a value is not finite (%s)".formatted(what, value));
      }
      zero &= value == 0;
    }
    if (zero) {
      throw new BadVectorException(
          Reason.ZERO, "Cannot use vector of %s: every value is zero".formatted(what));
    }
  }
}
