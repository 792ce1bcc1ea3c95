package io.freshet.server.retrieval.status;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

final class ProjectionTest {
  private static final int DIMENSIONS = 16;

  /** Wide along one axis, half as wide along another, narrow along all others. */
  private static List<float[]> cloud(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    List<float[]> cloud = new ArrayList<>();
    for (int n = 0; n < 500; n++) {
      float[] vector = new float[DIMENSIONS];
      for (int d = 0; d < DIMENSIONS; d++) {
        double width = d == 3 ? 10 : d == 7 ? 5 : .1;
        vector[d] = (float) (1 + width * (random.nextDouble() - .5));
      }
      cloud.add(vector);
    }
    return cloud;
  }

  @Test
  void theTwoWidestDirectionsAreFound() {
    List<float[]> cloud = cloud(1);
    Projection projection = Projection.of(cloud, Optional.empty());
    for (float[] vector : cloud) {
      assertThat((double) Math.abs(projection.x(vector)))
          .isCloseTo(Math.abs(vector[3] - mean(cloud, 3)), within(.3));
      assertThat((double) Math.abs(projection.y(vector)))
          .isCloseTo(Math.abs(vector[7] - mean(cloud, 7)), within(.3));
    }
    assertThat(projection.explained()).isBetween(.99, 1.0);
  }

  @Test
  void laterProjectionOfMuchTheSameIsNotTurned() {
    Projection first = Projection.of(cloud(1), Optional.empty());
    Projection later = Projection.of(cloud(2), Optional.of(first));
    for (float[] vector : cloud(3)) {
      assertThat(later.x(vector)).isCloseTo(first.x(vector), within(1f));
      assertThat(later.y(vector)).isCloseTo(first.y(vector), within(1f));
    }
  }

  @Test
  void vectorsThatDoNotVaryAreInOnePlace() {
    List<float[]> same = List.of(new float[] {1, 2}, new float[] {1, 2}, new float[] {1, 2});
    Projection projection = Projection.of(same, Optional.empty());
    assertThat(projection.x(same.get(0))).isZero();
    assertThat(projection.explained()).isZero();
  }

  private static double mean(List<float[]> cloud, int dimension) {
    return cloud.stream().mapToDouble(it -> it[dimension]).average().orElseThrow();
  }
}
