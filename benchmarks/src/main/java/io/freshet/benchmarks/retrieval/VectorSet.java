package io.freshet.benchmarks.retrieval;

import static java.util.Objects.requireNonNull;

import java.util.Random;

/**
 * Items as vectors of unit length, and queries like them which are no items. Items drift: each
 * write moves one a little way.
 *
 * @param name in reports
 * @param items one vector each
 * @param queries what is searched for
 */
@SuppressWarnings("ArrayRecordComponent") // one owner, never compared
record VectorSet(String name, float[][] items, float[][] queries) {
  /** Length of invented vectors. */
  static final int DIMENSIONS = 128;

  /** Queries of every set. */
  static final int QUERIES = 500;

  private static final int CLUSTERS = 1000;
  private static final double SPREAD = .8;
  private static final int LATENT = 16;
  private static final double NOISE = .1;

  VectorSet {
    requireNonNull(name, "name is null");
  }

  int dimensions() {
    return items[0].length;
  }

  /** A thousand clusters; within one, cosines are about .6. */
  static VectorSet clustered(int size, long seed) {
    Random random = new Random(seed);
    float[][] centres = new float[CLUSTERS][];
    for (int i = 0; i < CLUSTERS; i++) {
      centres[i] = unit(gaussian(random, DIMENSIONS, 1));
    }
    return invented(
        "clustered",
        size,
        () -> {
          float[] vector = gaussian(random, DIMENSIONS, SPREAD / Math.sqrt(DIMENSIONS));
          float[] centre = centres[random.nextInt(CLUSTERS)];
          for (int k = 0; k < DIMENSIONS; k++) {
            vector[k] += centre[k];
          }
          return unit(vector);
        });
  }

  /** A cloud without clusters, of {@value #LATENT} dimensions but for a little noise. */
  static VectorSet smooth(int size, long seed) {
    Random random = new Random(seed);
    float[][] basis = new float[LATENT][];
    for (int i = 0; i < LATENT; i++) {
      basis[i] = gaussian(random, DIMENSIONS, 1 / Math.sqrt(DIMENSIONS));
    }
    return invented(
        "smooth",
        size,
        () -> {
          float[] vector =
              gaussian(random, DIMENSIONS, NOISE * Math.sqrt((double) LATENT / DIMENSIONS));
          for (float[] axis : basis) {
            double along = random.nextGaussian();
            for (int k = 0; k < DIMENSIONS; k++) {
              vector[k] += (float) along * axis[k];
            }
          }
          return unit(vector);
        });
  }

  /** Vectors that were trained: every so-many-th becomes a query instead of an item. */
  static VectorSet trained(String name, float[][] vectors) {
    int step = Math.max(2, vectors.length / QUERIES);
    int count = (vectors.length + step - 1) / step;
    float[][] queries = new float[count][];
    float[][] items = new float[vectors.length - count][];
    int item = 0;
    for (int i = 0; i < vectors.length; i++) {
      if (i % step == 0) {
        queries[i / step] = unit(vectors[i].clone());
      } else {
        items[item++] = unit(vectors[i].clone());
      }
    }
    return new VectorSet(name, items, queries);
  }

  private interface Source {
    float[] next();
  }

  private static VectorSet invented(String name, int size, Source source) {
    float[][] items = new float[size][];
    for (int i = 0; i < size; i++) {
      items[i] = source.next();
    }
    float[][] queries = new float[QUERIES][];
    for (int i = 0; i < QUERIES; i++) {
      queries[i] = source.next();
    }
    return new VectorSet(name, items, queries);
  }

  static float[] gaussian(Random random, int dimensions, double deviation) {
    float[] vector = new float[dimensions];
    for (int k = 0; k < dimensions; k++) {
      vector[k] = (float) (deviation * random.nextGaussian());
    }
    return vector;
  }

  /** The same, scaled to unit length in place. */
  static float[] unit(float[] vector) {
    double square = 0;
    for (float value : vector) {
      square += (double) value * value;
    }
    float scale = (float) (1 / Math.sqrt(square));
    for (int k = 0; k < vector.length; k++) {
      vector[k] *= scale;
    }
    return vector;
  }
}
