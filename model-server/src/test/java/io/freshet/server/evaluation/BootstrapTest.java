package io.freshet.server.evaluation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.freshet.server.evaluation.Bootstrap.Interval;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

final class BootstrapTest {
  private final Bootstrap bootstrap = new Bootstrap(2_000, 3);

  @Test
  void valuesThatAreAllOneHaveNoWidth() {
    double[] ones = new double[50];
    Arrays.fill(ones, 1);
    assertThat(bootstrap.mean(ones)).isEqualTo(new Interval(1, 1, 1));
  }

  /** Of n coin flips the interval is p +- 1.96 sqrt(p (1 - p) / n). */
  @Test
  void theIntervalOfCoinFlipsIsThatOfTheTextbook() {
    double[] flips = new double[1_000];
    for (int k = 0; k < 300; k++) {
      flips[k] = 1;
    }
    Interval interval = bootstrap.mean(flips);
    double half = 1.96 * Math.sqrt(0.3 * 0.7 / 1_000);
    assertThat(interval.mean()).isCloseTo(0.3, within(1e-12));
    assertThat(interval.low()).isCloseTo(0.3 - half, within(0.003));
    assertThat(interval.high()).isCloseTo(0.3 + half, within(0.003));
  }

  /** Users differ much, and by little between the two: only pairs show it. */
  @Test
  void pairsShowASmallGainAmongDifferentUsers() {
    SplittableRandom random = new SplittableRandom(12);
    double[] before = new double[400];
    double[] after = new double[400];
    for (int user = 0; user < before.length; user++) {
      before[user] = 10 * random.nextDouble();
      after[user] = before[user] + 0.05 + 0.1 * (random.nextDouble() - 0.5);
    }
    assertThat(bootstrap.difference(after, before).excludesZero()).isTrue();
    assertThat(bootstrap.mean(after).low()).isLessThan(bootstrap.mean(before).high());
  }

  @Test
  void whereThereIsNoGainOneIntervalInTwentyLeavesZeroOut() {
    SplittableRandom random = new SplittableRandom(13);
    int excluded = 0;
    for (int world = 0; world < 1_000; world++) {
      double[] noise = random.doubles(100).map(value -> value - 0.5).toArray();
      excluded += new Bootstrap(400, world).mean(noise).excludesZero() ? 1 : 0;
    }
    assertThat(excluded).isBetween(35, 80);
  }

  @Test
  void aRatioIsOfTheSums() {
    Interval interval = bootstrap.ratio(new double[] {1, 3}, new double[] {2, 6});
    assertThat(interval.mean()).isEqualTo(0.5);
    assertThat(interval.low()).isEqualTo(0.5);
    assertThat(interval.high()).isEqualTo(0.5);
  }

  @Test
  void equalSeedsGiveEqualIntervals() {
    double[] values = new SplittableRandom(5).doubles(100).toArray();
    assertThat(new Bootstrap(500, 9).mean(values)).isEqualTo(new Bootstrap(500, 9).mean(values));
  }
}
