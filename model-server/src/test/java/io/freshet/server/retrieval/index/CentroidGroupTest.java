package io.freshet.server.retrieval.index;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.BitSet;
import java.util.Random;
import org.junit.jupiter.api.Test;

final class CentroidGroupTest {
  private static final int DIMENSIONS = 24;
  private static final int CENTROIDS = 90;

  private final Random random = new Random(23);

  @Test
  void nearestOfAGroupIsTheNearestHoweverItsCentroidsComeMoveAndGo() {
    float[][] centroids = new float[CENTROIDS][];
    Arrays.setAll(centroids, i -> unit());
    ListTable table = ListTable.of(centroids, 1);
    BitSet members = new BitSet();
    members.set(0, 50);
    CentroidGroup group = CentroidGroup.of(members.stream().toArray(), table);
    for (int change = 0; change < 300; change++) {
      int position = random.nextInt(CENTROIDS);
      if (members.get(position) && random.nextBoolean()) {
        members.clear(position);
        group = group.without(position);
      } else {
        members.set(position);
        float[] moved = unit();
        table = table.with(position, table.list(position), moved);
        group = group.with(position, moved);
      }
      assertThat(group.size()).isEqualTo(members.cardinality());
      float[] vector = unit();
      NearestCentroid nearest = new NearestCentroid(vector, table);
      group.offerTo(nearest);
      assertThat(nearest.position()).isEqualTo(nearest(vector, members, table));
    }
  }

  @Test
  void emptyGroupHasNoNearest() {
    ListTable table = ListTable.of(new float[][] {unit()}, 1);
    CentroidGroup group = CentroidGroup.of(new int[] {0}, table).without(0);
    NearestCentroid nearest = new NearestCentroid(unit(), table);
    group.offerTo(nearest);
    assertThat(nearest.isFound()).isFalse();
  }

  private static int nearest(float[] vector, BitSet members, ListTable table) {
    int nearest = -1;
    for (int position = members.nextSetBit(0);
        position >= 0;
        position = members.nextSetBit(position + 1)) {
      if (nearest < 0 || table.score(position, vector) > table.score(nearest, vector)) {
        nearest = position;
      }
    }
    return nearest;
  }

  private float[] unit() {
    float[] vector = new float[DIMENSIONS];
    for (int k = 0; k < DIMENSIONS; k++) {
      vector[k] = (float) random.nextGaussian();
    }
    return Vectors.unit(vector);
  }
}
