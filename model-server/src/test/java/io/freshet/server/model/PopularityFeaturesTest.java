package io.freshet.server.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

final class PopularityFeaturesTest {
  @Test
  void countsAreRelativeToTheCatalogAndAgeIsLogarithmic() {
    PopularityFeatures features = new PopularityFeatures(new double[] {2, 4, 8, 0});
    float[] row = new float[PopularityFeatures.COUNT + 1];
    features.write(new double[] {1, 4, 16, 3}, 9 * 86_400, row, 1);
    assertThat(row)
        .containsExactly(
            0,
            (float) Math.log(3),
            (float) Math.log(5),
            (float) Math.log(9),
            0,
            (float) (Math.log(10) / 5),
            1);
  }

  @Test
  void anInteractionAheadOfTheClockHasNoAge() {
    float[] row = new float[PopularityFeatures.COUNT];
    new PopularityFeatures(new double[4]).write(new double[4], -5, row, 0);
    assertThat(row).containsExactly(0, 0, 0, 0, 0, 1);
  }

  @Test
  void meansOfOtherHalfLivesAreRefused() {
    assertThatThrownBy(() -> new PopularityFeatures(new double[3]))
        .hasMessageContaining("4 mean counts are needed (3)");
  }
}
