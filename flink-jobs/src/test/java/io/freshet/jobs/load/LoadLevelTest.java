package io.freshet.jobs.load;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class LoadLevelTest {
  private static final int INTERVAL = 1_000;
  private static final LoadSettings SETTINGS =
      new LoadSettings(4, Duration.ofMillis(INTERVAL), 3, 30);

  /** A job that can take so many inputs a millisecond, twice as many with every two levels. */
  private static final class Job {
    private static final double CAPACITY = 1;

    private final Random random = new Random(1);
    private LoadLevel level = LoadLevel.first(SETTINGS);
    private double backlog;
    private final List<Integer> levels = new ArrayList<>();

    /** A round, with what the sources offer per millisecond. */
    void round(double offered, double pauseShare) {
      double capacity = CAPACITY * Math.pow(2, level.level() / 2.);
      double noisy = offered * (.9 + .2 * random.nextDouble());
      double pause = random.nextDouble() < pauseShare ? 5 * INTERVAL : 0;
      backlog += noisy * INTERVAL;
      double needed = Math.min(backlog / capacity, 3 * INTERVAL) + pause;
      long length = INTERVAL * (long) Math.max(1, Math.ceil(needed / INTERVAL));
      backlog += noisy * (length - INTERVAL);
      long inputs = (long) Math.min(backlog, capacity * (length - pause));
      backlog -= inputs;
      long delay = backlog > capacity * INTERVAL ? INTERVAL + 1 : 10;
      level = level.after(length, delay, inputs, SETTINGS);
      levels.add(level.level());
    }

    void rounds(int count, double offered) {
      for (int round = 0; round < count; round++) {
        round(offered, 0);
      }
    }

    int changesSince(int from) {
      int changes = 0;
      for (int round = Math.max(1, from); round < levels.size(); round++) {
        changes += levels.get(round).equals(levels.get(round - 1)) ? 0 : 1;
      }
      return changes;
    }
  }

  @Test
  void jobThatKeepsUpStaysAtItsTightestThresholds() {
    Job job = new Job();
    job.rounds(10_000, .8);

    assertThat(job.levels).containsOnly(0);
  }

  @ParameterizedTest
  @ValueSource(doubles = {1.25, 1.6, 1.9, 2.4, 3.2, 3.6})
  void afterAStepOfLoadItLoosensUntilItKeepsUpAndRestsThere(double offered) {
    Job job = new Job();
    job.rounds(100, .5);
    job.rounds(100_000, offered);
    int settled = job.levels.get(job.levels.size() - 1);
    long atRest = job.levels.stream().skip(50_000).filter(level -> level == settled).count();

    assertThat(Math.pow(2, settled / 2.)).as("capacity").isGreaterThan(offered);
    assertThat(job.changesSince(0)).isLessThanOrEqualTo(4 * 10);
    assertThat(job.changesSince(50_000)).isLessThanOrEqualTo(6);
    assertThat(atRest).isGreaterThan(40_000);
  }

  @Test
  void whenTheLoadHasGoneItTightensStepByStep() {
    Job job = new Job();
    job.rounds(300, 3.5);
    int before = job.levels.size();
    job.rounds(SETTINGS.levels() * SETTINGS.tightenAfter() + 60, .5);

    assertThat(job.levels.get(before)).isEqualTo(4);
    assertThat(job.levels.get(job.levels.size() - 1)).isZero();
    assertThat(job.changesSince(before)).isEqualTo(4);
    job.rounds(10_000, .5);
    assertThat(job.changesSince(before)).isEqualTo(4);
  }

  @Test
  void beyondItsLimitsItLoosensNoMore() {
    Job job = new Job();
    job.rounds(1_000, 50);

    assertThat(job.levels).last().isEqualTo(4);
    assertThat(job.changesSince(0)).isEqualTo(4);
  }

  @Test
  void pausesOfTheMachineDoNotLoosenForGood() {
    Job job = new Job();
    for (int round = 0; round < 20_000; round++) {
      job.round(.6, .0001);
    }
    long atRest = job.levels.stream().filter(level -> level == 0).count();

    assertThat(job.changesSince(0)).isPositive();
    assertThat(atRest).isGreaterThan(15_000);
  }

  @Test
  void withoutLevelsNothingIsLoosened() {
    LoadSettings none = new LoadSettings(0, Duration.ofMillis(INTERVAL), 3, 30);
    LoadLevel level = LoadLevel.first(none);
    for (int round = 0; round < 100; round++) {
      level = level.after(9_000, 9_000, 1, none);
    }

    assertThat(level.level()).isZero();
  }
}
