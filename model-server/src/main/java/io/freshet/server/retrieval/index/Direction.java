package io.freshet.server.retrieval.index;

/** Mean direction of vectors: each counts alike, whatever its length. One owner, one thread. */
final class Direction {
  private final double[] sum;

  Direction(int dimensions) {
    this.sum = new double[dimensions];
  }

  /** Adds the vector that starts at the offset. */
  void add(float[] vectors, int offset) {
    double scale = 1 / Math.sqrt(square(vectors, offset));
    for (int i = 0; i < sum.length; i++) {
      sum[i] += vectors[offset + i] * scale;
    }
  }

  private double square(float[] vectors, int offset) {
    // Two sums, since each addition waits for the one before.
    double even = 0;
    double odd = 0;
    int pairs = sum.length & ~1;
    for (int i = 0; i < pairs; i += 2) {
      double one = vectors[offset + i];
      double other = vectors[offset + i + 1];
      even += one * one;
      odd += other * other;
    }
    double last = pairs < sum.length ? vectors[offset + pairs] : 0;
    return even + odd + last * last;
  }

  /** The mean as a vector of unit length; all zeros when the vectors cancel out. */
  float[] unit() {
    double square = 0;
    for (double value : sum) {
      square += value * value;
    }
    float[] unit = new float[sum.length];
    double scale = 1 / Math.sqrt(square);
    for (int i = 0; i < unit.length && square > 0; i++) {
      unit[i] = (float) (sum[i] * scale);
    }
    return unit;
  }
}
