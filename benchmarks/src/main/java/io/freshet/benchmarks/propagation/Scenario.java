package io.freshet.benchmarks.propagation;

import java.time.Duration;
import java.util.List;

/**
 * How one setting of thresholds is measured.
 *
 * @param rounds lengths of a round, each measured
 * @param seeds edges of the graph before the first measurement
 * @param firstRate edges per second that are tried first
 * @param warmUp how long that rate is offered before, unmeasured: the JVM compiles what rounds run
 * @param hold how long the rate found is held
 * @param onePercentRate edges per second that change one edge in a hundred per round; zero for not
 */
record Scenario(
    List<Duration> rounds,
    long seeds,
    double firstRate,
    Duration warmUp,
    Duration hold,
    double onePercentRate) {
  Scenario {
    rounds = List.copyOf(rounds);
  }

  /** Below this many edges per second no rate is looked for. */
  static final double LEAST_RATE = 100;

  Scenario withoutOnePercent() {
    return new Scenario(rounds, seeds, firstRate, warmUp, hold, 0);
  }

  Scenario withRounds(List<Duration> others) {
    return new Scenario(others, seeds, firstRate, warmUp, hold, onePercentRate);
  }
}
