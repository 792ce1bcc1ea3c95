package io.freshet.jobs.layer;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;

final class ScaleFitTest {
  private static final long FIRST_SEED = Long.getLong("freshet.seed", 1);

  @Test
  void edgesWhoseWeightsStayedAreFoundWhateverTheOthersDid() {
    for (long seed = FIRST_SEED; seed < FIRST_SEED + 2_000; seed++) {
      Random random = new Random(seed);
      int edges = 3 + random.nextInt(62);
      int stayed = 2 + random.nextInt(edges - 1);
      double[] before = new double[edges];
      double[] after = new double[edges];
      for (int edge = 0; edge < edges; edge++) {
        before[edge] = 1 + random.nextInt(1_000);
        after[edge] =
            edge < stayed ? before[edge] : before[edge] * (2 + random.nextDouble() + edge);
      }
      float[] told = shares(before);
      float[] shares = shares(after);
      double[] quotients = new double[edges];
      for (int edge = 0; edge < edges; edge++) {
        quotients[edge] = (double) told[edge] / shares[edge];
      }

      double scale = ScaleFit.of(quotients);

      for (int edge = 0; edge < edges; edge++) {
        assertThat(ScaleFit.agree(told[edge], shares[edge], scale))
            .as("seed %d, edge %d of %d, %d stayed", seed, edge, edges, stayed)
            .isEqualTo(edge < stayed);
      }
    }
  }

  @Test
  void withoutAgreementWeightsAreShares() {
    assertThat(ScaleFit.of(new double[0])).isEqualTo(1);
    assertThat(ScaleFit.of(new double[] {3})).isEqualTo(1);
    assertThat(ScaleFit.of(new double[] {2, 3, 5})).isEqualTo(1);
  }

  @Test
  void scaleFarFromOneStartsAnew() {
    assertThat(ScaleFit.of(new double[] {2e6, 2e6, 2e6})).isEqualTo(1);
    assertThat(ScaleFit.of(new double[] {2e-7, 2e-7})).isEqualTo(1);
  }

  private static float[] shares(double[] weights) {
    double sum = 0;
    for (double weight : weights) {
      sum += weight;
    }
    float[] shares = new float[weights.length];
    for (int edge = 0; edge < shares.length; edge++) {
      shares[edge] = (float) (weights[edge] / sum);
    }
    return shares;
  }
}
