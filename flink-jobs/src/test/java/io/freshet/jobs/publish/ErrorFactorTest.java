package io.freshet.jobs.publish;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class ErrorFactorTest {
  private static final int AUDITS = 200_000;

  /** What is seen of the n-th audited item. */
  private interface Stream {
    double seen(int number, Random random);
  }

  @ParameterizedTest
  @ValueSource(strings = {"tame", "heavy", "growing", "jumping"})
  void fewExceedItWhateverTheDistribution(String kind) {
    Random random = new Random(7);
    Stream stream = stream(kind);
    ErrorFactor factor = ErrorFactor.FIRST;
    int exceeded = 0;
    for (int number = 0; number < AUDITS; number++) {
      double seen = stream.seen(number, random);
      exceeded += seen > factor.value() ? 1 : 0;
      factor = factor.after(seen);
    }

    assertThat(exceeded).isLessThanOrEqualTo((int) (AUDITS / 2_000 + Math.log(1_000 / 4.) / .25));
  }

  @ParameterizedTest
  @ValueSource(doubles = {.5, 1, 20})
  void comesDownToWhatIsSeen(double scale) {
    Random random = new Random(7);
    ErrorFactor factor = ErrorFactor.FIRST;
    for (int number = 0; number < AUDITS; number++) {
      factor = factor.after(random.nextDouble() * scale);
    }

    assertThat(factor.value()).isBetween(.9 * scale, 1.35 * scale);
  }

  private static Stream stream(String kind) {
    return switch (kind) {
      case "tame" -> (number, random) -> Math.abs(random.nextGaussian()) * .3;
      case "heavy" -> (number, random) -> .1 / Math.sqrt(1e-9 + random.nextDouble());
      case "growing" -> (number, random) -> random.nextDouble() * (1 + number / 1e4);
      default -> (number, random) -> random.nextDouble() * (number % 40_000 < 20_000 ? .2 : 5);
    };
  }
}
