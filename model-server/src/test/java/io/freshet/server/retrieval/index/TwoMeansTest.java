package io.freshet.server.retrieval.index;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

final class TwoMeansTest {
  @Test
  void twoDirectionsAreToldApart() {
    float[] vectors = new float[40];
    for (int row = 0; row < 20; row++) {
      boolean first = row % 3 == 0;
      vectors[2 * row] = first ? 1 + row : row / 100f;
      vectors[2 * row + 1] = first ? row / 100f : 1 + row;
    }
    TwoMeans halves = new TwoMeans(vectors, 20, 2);
    assertThat(halves.rightRows().cardinality()).isIn(7, 13);
    for (int row = 0; row < 20; row++) {
      assertThat(halves.rightRows().get(row)).isEqualTo(halves.rightRows().get(row % 3));
    }
  }

  @Test
  void rowsThatAreAllAlikeAreStillDivided() {
    float[] vectors = new float[80];
    Arrays.fill(vectors, 1);
    TwoMeans halves = new TwoMeans(vectors, 40, 2);
    assertThat(halves.rightRows().cardinality()).isBetween(10, 30);
    assertThat(halves.left()).containsExactly(halves.right());
  }

  @Test
  void aLoneOutlierDoesNotGetAListOfItsOwn() {
    float[] vectors = new float[80];
    Arrays.fill(vectors, 1);
    vectors[10] = -1;
    vectors[11] = -1;
    assertThat(new TwoMeans(vectors, 40, 2).rightRows().cardinality()).isBetween(10, 30);
  }

  @Test
  void sameRowsAreDividedAlike() {
    Random random = new Random(4);
    float[] vectors = new float[400];
    for (int i = 0; i < vectors.length; i++) {
      vectors[i] = (float) random.nextGaussian();
    }
    assertThat(new TwoMeans(vectors, 100, 4).rightRows())
        .isEqualTo(new TwoMeans(vectors.clone(), 100, 4).rightRows());
  }
}
