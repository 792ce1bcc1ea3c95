package io.freshet.benchmarks.propagation;

import java.time.Duration;

/**
 * How one setting of thresholds is measured.
 *
 * @param seeds edges of the graph before the first measurement
 * @param firstRate edges per second that are tried first
 * @param warmUp how long that rate is offered before, unmeasured: the JVM compiles what rounds run
 * @param hold how long the rate found is held
 * @param onePercentRate edges per second that change one edge in a hundred per round; zero for not
 */
record Scenario(
    long seeds, double firstRate, Duration warmUp, Duration hold, double onePercentRate) {
  /** Below this many edges per second no rate is looked for. */
  static final double LEAST_RATE = 100;

  /** Length of a round. */
  static final Duration ROUND = Duration.ofSeconds(1);

  Scenario withoutOnePercent() {
    return new Scenario(seeds, firstRate, warmUp, hold, 0);
  }
}
