package io.freshet.server.retrieval.tower;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.freshet.server.model.Hgnn;
import io.freshet.server.model.HgnnShape;
import io.freshet.server.model.ReferenceTowers;
import io.freshet.server.model.Release;
import io.freshet.server.model.TowerSpec;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

final class PlainHgnnTest {
  private static final HgnnShape SHAPE = new HgnnShape(8, 13, 2, 2);
  private static final int D = SHAPE.dimensions();

  private final Random random = new Random(5);
  private final Release release =
      ReferenceTowers.random(
          4, SHAPE, List.of("podcast", "track"), new TowerSpec(9, 7, List.of(), List.of()));
  private final PlainHgnn plain = new PlainHgnn(release);

  /** Of all types, one that was never trained too, among neighbors of all types. */
  @Test
  void embeddingsAreThoseOfTheTrainedNetwork() {
    try (NDManager manager = NDManager.newBaseManager()) {
      Hgnn network = Hgnn.load(release, manager);
      for (int item = 0; item < 30; item++) {
        List<PlainHgnn.Neighbor> neighbors = new ArrayList<>();
        for (int k = 0; k < item % 7; k++) {
          neighbors.add(
              new PlainHgnn.Neighbor(
                  random.nextInt(3), row(SHAPE.embeddingDimensions()), random.nextFloat()));
        }
        float[] own = row(SHAPE.embeddingDimensions());
        assertThat(plain.embedding(own, item % 3, neighbors))
            .containsExactly(expected(network, manager, own, item % 3, neighbors), within(1e-5f));
      }
    }
  }

  private static float[] expected(
      Hgnn network, NDManager manager, float[] own, int type, List<PlainHgnn.Neighbor> neighbors) {
    float[] z = own.clone();
    NDArray below = manager.create(Arrays.copyOf(own, D), new Shape(1, D));
    for (int layer = 1; layer <= SHAPE.layers(); layer++) {
      float[] aggregates = new float[SHAPE.slots() * D];
      for (PlainHgnn.Neighbor neighbor : neighbors) {
        for (int k = 0; k < D; k++) {
          aggregates[neighbor.type() * D + k] +=
              neighbor.share() * neighbor.embedding()[(layer - 1) * D + k];
        }
      }
      below =
          network.layer(
              layer,
              below,
              new int[] {type},
              manager.create(aggregates, new Shape(1, aggregates.length)));
      System.arraycopy(below.toFloatArray(), 0, z, layer * D, D);
    }
    return z;
  }

  private float[] row(int width) {
    float[] row = new float[width];
    for (int k = 0; k < width; k++) {
      row[k] = (float) random.nextGaussian();
    }
    return row;
  }
}
