package io.freshet.server.retrieval.index;

import java.time.InstantSource;
import java.util.OptionalInt;
import java.util.Random;

/** The contract over a layout of other rows than those that come. */
final class LaidOutIvfIndexTest extends VectorIndexContract {
  private static final int LISTS = 40;
  private static final int ROWS = 700;

  @Override
  VectorIndex create(int dimensions, StoreLimits limits, InstantSource clock) {
    VectorIndex index =
        new IndexConfig(IndexKind.IVF, .97, OptionalInt.empty(), 0)
            .create(dimensions, limits, clock);
    Random random = new Random(4);
    float[][] centroids = new float[LISTS][dimensions];
    for (float[] centroid : centroids) {
      for (int k = 0; k < dimensions; k++) {
        centroid[k] = (float) random.nextGaussian();
      }
    }
    index.layOut(new IndexLayout(ROWS, centroids, 10, 20));
    return index;
  }

  @Override
  double recallFloor() {
    return .93;
  }
}
