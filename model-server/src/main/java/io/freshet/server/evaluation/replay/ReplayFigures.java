package io.freshet.server.evaluation.replay;

import io.freshet.server.evaluation.Bootstrap;
import io.freshet.server.evaluation.Bootstrap.Interval;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntPredicate;

/**
 * Figures of ranks with intervals; users are what is resampled, with all of their targets.
 *
 * <p>Immutable.
 */
final class ReplayFigures {
  private static final int CURVE_POINTS = 20;

  private final Targets targets;
  private final Bootstrap bootstrap;
  private final int users;

  ReplayFigures(Targets targets, Bootstrap bootstrap, int users) {
    this.targets = targets;
    this.bootstrap = bootstrap;
    this.users = users;
  }

  /** A hit per target, the mean over the seeds. */
  static double[] hits(List<ArmOutcome> seeds) {
    return mean(seeds, rank -> rank <= 10 ? 1 : 0);
  }

  /** Reciprocal rank per target, 0 beyond 100, the mean over the seeds. */
  static double[] reciprocalRanks(List<ArmOutcome> seeds) {
    return mean(seeds, rank -> rank <= 100 ? 1.0 / rank : 0);
  }

  private interface OfRank {
    double value(int rank);
  }

  private static double[] mean(List<ArmOutcome> seeds, OfRank figure) {
    double[] values = new double[seeds.get(0).ranks().length];
    for (ArmOutcome seed : seeds) {
      for (int target = 0; target < values.length; target++) {
        values[target] += figure.value(seed.ranks()[target]) / seeds.size();
      }
    }
    return values;
  }

  /** Mean over some targets. */
  Interval mean(double[] values, IntPredicate kept) {
    double[] sums = new double[users];
    double[] weights = new double[users];
    for (int target = 0; target < values.length; target++) {
      if (kept.test(target)) {
        sums[targets.user(target)] += values[target];
        weights[targets.user(target)]++;
      }
    }
    return ratioOfUsers(sums, weights);
  }

  /** Only users who have one of the targets are resampled. */
  private Interval ratioOfUsers(double[] sums, double[] weights) {
    int size = 0;
    double[] keptSums = new double[users];
    double[] keptWeights = new double[users];
    for (int user = 0; user < users; user++) {
      if (weights[user] > 0) {
        keptSums[size] = sums[user];
        keptWeights[size++] = weights[user];
      }
    }
    return bootstrap.ratio(Arrays.copyOf(keptSums, size), Arrays.copyOf(keptWeights, size));
  }

  /** Mean difference over some targets. */
  Interval gain(double[] values, double[] others, IntPredicate kept) {
    double[] differences = new double[values.length];
    for (int target = 0; target < values.length; target++) {
      differences[target] = values[target] - others[target];
    }
    return mean(differences, kept);
  }

  /** Means of equally many targets each, in order of time. */
  static List<Double> curve(double[] values) {
    List<Double> curve = new ArrayList<>();
    for (int point = 0; point < CURVE_POINTS; point++) {
      int from = (int) ((long) point * values.length / CURVE_POINTS);
      int to = (int) ((long) (point + 1) * values.length / CURVE_POINTS);
      double sum = 0;
      for (int target = from; target < to; target++) {
        sum += values[target];
      }
      curve.add(to == from ? 0 : sum / (to - from));
    }
    return curve;
  }
}
