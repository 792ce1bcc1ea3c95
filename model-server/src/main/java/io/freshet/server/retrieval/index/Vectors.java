package io.freshet.server.retrieval.index;

import io.freshet.server.retrieval.index.BadVectorException.Reason;

/** Arithmetic on float vectors, shared by every index so that they score alike. */
public final class Vectors {
  private Vectors() {}

  /** Inner product of {@code query} and the row that starts at {@code offset}. */
  public static float dot(float[] rows, int offset, float[] query) {
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
