package io.freshet.server.retrieval.status;

import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;

/**
 * Two dimensions out of many: the two directions in which vectors vary most (principal components),
 * found by power iteration, the second in what the first leaves.
 *
 * <p>Stable: starts from an earlier projection's directions where there is one, and turns each so
 * that it points as the earlier one did, or else so that its largest component is positive. Cost:
 * {@value #ITERATIONS} passes over the vectors for each direction. Immutable.
 */
final class Projection {
  private static final int ITERATIONS = 30;
  private static final long SEED = 1;

  private final double[] mean;
  private final double[] first;
  private final double[] second;
  private final double explained;

  private Projection(double[] mean, double[] first, double[] second, double explained) {
    this.mean = mean;
    this.first = first;
    this.second = second;
    this.explained = explained;
  }

  /**
   * The projection of these vectors, of one length, at least one.
   *
   * @param earlier whose directions these are to resemble; used when its vectors were as long
   */
  static Projection of(List<float[]> vectors, Optional<Projection> earlier) {
    int dimensions = vectors.get(0).length;
    Optional<Projection> alike = earlier.filter(it -> it.mean.length == dimensions);
    double[] mean = mean(vectors, dimensions);
    double total = variance(vectors, mean);
    double[] first = direction(vectors, mean, new double[dimensions], alike.map(it -> it.first));
    double[] second = direction(vectors, mean, first, alike.map(it -> it.second));
    double along = variance(vectors, mean, first) + variance(vectors, mean, second);
    return new Projection(mean, first, second, total > 0 ? along / total : 0);
  }

  float x(float[] vector) {
    return (float) along(vector, mean, first);
  }

  float y(float[] vector) {
    return (float) along(vector, mean, second);
  }

  /** Share of the variance that the two directions have, 0 to 1. */
  double explained() {
    return explained;
  }

  private static double[] direction(
      List<float[]> vectors, double[] mean, double[] without, Optional<double[]> earlier) {
    double[] direction = earlier.map(double[]::clone).orElseGet(() -> start(mean.length));
    for (int i = 0; i < ITERATIONS; i++) {
      removeAndScale(direction, without);
      double[] next = new double[direction.length];
      for (float[] vector : vectors) {
        double along = along(vector, mean, direction);
        for (int d = 0; d < next.length; d++) {
          next[d] += along * (vector[d] - mean[d]);
        }
      }
      direction = next;
    }
    removeAndScale(direction, without);
    if (isTurned(direction, earlier)) {
      for (int d = 0; d < direction.length; d++) {
        direction[d] = -direction[d];
      }
    }
    return direction;
  }

  private static double[] start(int dimensions) {
    SplittableRandom random = new SplittableRandom(SEED);
    return random.doubles(dimensions).map(it -> it - 0.5).toArray();
  }

  /** Takes the part along a unit vector out, and makes a unit vector of the rest. */
  private static void removeAndScale(double[] direction, double[] unit) {
    double along = 0;
    for (int d = 0; d < direction.length; d++) {
      along += direction[d] * unit[d];
    }
    double square = 0;
    for (int d = 0; d < direction.length; d++) {
      direction[d] -= along * unit[d];
      square += direction[d] * direction[d];
    }
    double norm = Math.sqrt(square);
    for (int d = 0; d < direction.length && norm > 0; d++) {
      direction[d] /= norm;
    }
  }

  private static boolean isTurned(double[] direction, Optional<double[]> earlier) {
    double sign = 0;
    double largest = 0;
    for (int d = 0; d < direction.length; d++) {
      if (earlier.isPresent()) {
        sign += direction[d] * earlier.get()[d];
      } else if (Math.abs(direction[d]) > largest) {
        largest = Math.abs(direction[d]);
        sign = direction[d];
      }
    }
    return sign < 0;
  }

  private static double along(float[] vector, double[] mean, double[] direction) {
    double sum = 0;
    for (int d = 0; d < direction.length; d++) {
      sum += (vector[d] - mean[d]) * direction[d];
    }
    return sum;
  }

  private static double[] mean(List<float[]> vectors, int dimensions) {
    double[] mean = new double[dimensions];
    for (float[] vector : vectors) {
      for (int d = 0; d < dimensions; d++) {
        mean[d] += vector[d] / (double) vectors.size();
      }
    }
    return mean;
  }

  private static double variance(List<float[]> vectors, double[] mean) {
    double sum = 0;
    for (float[] vector : vectors) {
      for (int d = 0; d < mean.length; d++) {
        double from = vector[d] - mean[d];
        sum += from * from;
      }
    }
    return sum;
  }

  private static double variance(List<float[]> vectors, double[] mean, double[] direction) {
    double sum = 0;
    for (float[] vector : vectors) {
      double along = along(vector, mean, direction);
      sum += along * along;
    }
    return sum;
  }
}
