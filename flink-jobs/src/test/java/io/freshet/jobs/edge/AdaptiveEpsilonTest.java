package io.freshet.jobs.edge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.freshet.jobs.load.AdaptiveSettings;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class AdaptiveEpsilonTest {
  private static final Duration LAG = Duration.ofSeconds(2);
  private static final EdgeConfig CONFIG = config(.05, new AdaptiveSettings(4, 4, 5, 60));

  /**
   * A job behind a queue, in steps of 100 ms. Publishing is half of its work at the tightest
   * epsilon, and in proportion to 1 / epsilon: it takes one edge a millisecond there, 1.6 at four
   * times that epsilon.
   */
  private static final class Job {
    private static final int STEP = 100;

    private final Random random = new Random(1);
    private final AdaptiveEpsilon epsilon = new AdaptiveEpsilon(CONFIG);
    private final Deque<long[]> queue = new ArrayDeque<>();
    private final List<Integer> levels = new ArrayList<>();
    private final List<Long> ages = new ArrayList<>();
    private long now;

    /** Periods with so many edges offered per millisecond, and noise. */
    void periods(int count, double offered) {
      for (int period = 0; period < count; period++) {
        for (int step = 0; step < LAG.toMillis() / STEP; step++) {
          now += STEP;
          queue.add(new long[] {now, (long) (offered * STEP * (.8 + .4 * random.nextDouble()))});
          take();
        }
        epsilon.endPeriod(LAG.toMillis());
        levels.add(epsilon.level().level());
        ages.add(queue.isEmpty() ? 0 : now - queue.getFirst()[0]);
      }
    }

    private void take() {
      double left = STEP / (.5 + .5 * CONFIG.driftEpsilon() / epsilon.inForce());
      while (!queue.isEmpty() && left >= 1) {
        long[] oldest = queue.getFirst();
        long taken = Math.min(oldest[1], (long) left);
        epsilon.applied((int) taken, now - oldest[0]);
        oldest[1] -= taken;
        left -= taken;
        if (oldest[1] == 0) {
          queue.removeFirst();
        }
      }
    }

    int changesSince(int from) {
      int changes = 0;
      for (int period = Math.max(1, from); period < levels.size(); period++) {
        changes += levels.get(period).equals(levels.get(period - 1)) ? 0 : 1;
      }
      return changes;
    }
  }

  @Test
  void jobThatKeepsUpKeepsItsEpsilon() {
    Job job = new Job();
    job.periods(5_000, .9);

    assertThat(job.levels).containsOnly(0);
    assertThat(job.epsilon.inForce()).isEqualTo(.05);
  }

  @ParameterizedTest
  @ValueSource(doubles = {1.1, 1.25, 1.4, 1.5})
  void afterAStepOfLoadItLoosensUntilItIsOnTimeAgainAndRestsThere(double offered) {
    Job job = new Job();
    job.periods(100, .5);
    job.periods(40_000, offered);
    int settled = job.levels.get(job.levels.size() - 1);

    assertThat(settled).isPositive();
    assertThat(job.changesSince(0)).as("in 22 hours").isLessThanOrEqualTo(4 * 10);
    assertThat(job.changesSince(20_000)).isLessThanOrEqualTo(6);
    assertThat(job.ages.subList(200, 40_000).stream().filter(age -> age > 2 * LAG.toMillis()))
        .as("late, for tries and for catching up")
        .hasSizeLessThan(1_000);
    assertThat(job.ages).last().isEqualTo(0L);
  }

  @Test
  void whenTheLoadHasGoneItTightensStepByStepAndStaysTight() {
    Job job = new Job();
    job.periods(300, 1.5);
    assertThat(job.levels).last().isEqualTo(4);
    assertThat(job.epsilon.inForce()).isCloseTo(.2, within(1e-12));
    int before = job.levels.size();
    job.periods(10_000, .5);

    assertThat(job.changesSince(before)).isEqualTo(4);
    assertThat(job.levels.subList(before + 400, job.levels.size())).containsOnly(0);
    assertThat(job.epsilon.inForce()).isEqualTo(.05);
  }

  @Test
  void beyondTheLimitItLoosensNoMore() {
    Job job = new Job();
    job.periods(1_000, 3);

    assertThat(job.changesSince(0)).isEqualTo(4);
    assertThat(job.epsilon.inForce()).isCloseTo(.2, within(1e-12));
  }

  @Test
  void fewEventsThatCameLateAreNoLoad() {
    AdaptiveEpsilon epsilon = new AdaptiveEpsilon(CONFIG);
    for (int period = 0; period < 100; period++) {
      epsilon.applied(60, 100);
      epsilon.applied(40, Duration.ofDays(1).toMillis());
      epsilon.endPeriod(LAG.toMillis());
    }

    assertThat(epsilon.inForce()).isEqualTo(.05);
  }

  @Test
  void periodThatEndsLateIsLoadThoughEventsAreYoung() {
    AdaptiveEpsilon epsilon = new AdaptiveEpsilon(CONFIG);
    for (int period = 0; period < 5; period++) {
      assertThat(epsilon.inForce()).isEqualTo(.05);
      epsilon.applied(100, 100);
      epsilon.endPeriod(3 * LAG.toMillis());
    }

    assertThat(epsilon.level().level()).isEqualTo(1);
  }

  @Test
  void exactStaysExactAndALimitOfOneIsOff() {
    for (EdgeConfig config :
        List.of(
            config(0, AdaptiveSettings.defaults()),
            config(.05, AdaptiveSettings.off()),
            config(.05, new AdaptiveSettings(1, 4, 1, 1)))) {
      AdaptiveEpsilon epsilon = new AdaptiveEpsilon(config);
      for (int period = 0; period < 100; period++) {
        epsilon.applied(100, Duration.ofHours(1).toMillis());
        epsilon.endPeriod(9 * LAG.toMillis());
      }

      assertThat(epsilon.adapts()).isFalse();
      assertThat(epsilon.inForce()).isEqualTo(config.driftEpsilon());
    }
  }

  @Test
  void epsilonNeverLeavesItsRange() {
    AdaptiveEpsilon epsilon = new AdaptiveEpsilon(config(1, new AdaptiveSettings(100, 3, 1, 1)));
    for (int period = 0; period < 3; period++) {
      epsilon.endPeriod(9 * LAG.toMillis());
    }

    assertThat(epsilon.inForce()).isEqualTo(2);
  }

  private static EdgeConfig config(double epsilon, AdaptiveSettings adaptive) {
    EdgeConfig defaults = EdgeConfig.defaults();
    return new EdgeConfig(
        defaults.halfLife(),
        defaults.halfLives(),
        defaults.candidates(),
        defaults.topK(),
        defaults.minSupport(),
        epsilon,
        defaults.maxStaleness(),
        defaults.publishInterval(),
        defaults.bundleSize(),
        defaults.bundleDelay(),
        defaults.cacheEntries(),
        defaults.takedowns(),
        defaults.sweep(),
        defaults.sweepRate(),
        adaptive,
        LAG);
  }
}
