package io.freshet.server.evaluation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

/** Figures beside those computed by hand. */
final class MetricTest {
  private static final int BEYOND = Integer.MAX_VALUE;

  @Test
  void aHitIsOneTargetAmongTheFirstTen() {
    assertThat(Metric.HIT_RATE_10.of(new int[] {11, 10, BEYOND})).isEqualTo(1);
    assertThat(Metric.HIT_RATE_10.of(new int[] {11, BEYOND})).isEqualTo(0);
  }

  @Test
  void theGainOfTwoTargetsIsOverWhatTwoCouldHave() {
    // Ranks 1 and 3: 1 + 1/2, over ranks 1 and 2: 1 + 1/log2(3).
    double expected = 1.5 / (1 + 1 / (Math.log(3) / Math.log(2)));
    assertThat(Metric.NDCG_10.of(new int[] {3, 1})).isCloseTo(expected, within(1e-12));
    assertThat(Metric.NDCG_10.of(new int[] {1, 2})).isCloseTo(1, within(1e-12));
    assertThat(Metric.NDCG_10.of(new int[] {11})).isEqualTo(0);
  }

  @Test
  void elevenTargetsCannotGainMoreThanTenRanks() {
    int[] ranks = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11};
    assertThat(Metric.NDCG_10.of(ranks)).isCloseTo(1, within(1e-12));
  }

  @Test
  void theReciprocalRankIsOfTheBestTarget() {
    assertThat(Metric.MRR_100.of(new int[] {50, 4})).isEqualTo(0.25);
    assertThat(Metric.MRR_100.of(new int[] {100})).isEqualTo(0.01);
    assertThat(Metric.MRR_100.of(new int[] {BEYOND})).isEqualTo(0);
  }

  @Test
  void recallIsTheShareOfTheTargetsAmongTheFirstTwenty() {
    assertThat(Metric.RECALL_20.of(new int[] {20, 21, 1, BEYOND})).isEqualTo(0.5);
  }
}
