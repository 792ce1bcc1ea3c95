package io.freshet.server.evaluation;

import static java.util.Objects.requireNonNull;

import java.util.List;
import java.util.function.Function;

/**
 * A contender and how it ranked, once per seed. Immutable.
 *
 * @param contender name in tables
 * @param warm among the warm items
 * @param cold of cold items among all
 */
public record Judged(String contender, List<Ranking> warm, List<Ranking> cold) {
  public Judged {
    requireNonNull(contender, "contender is null");
    warm = List.copyOf(warm);
    cold = List.copyOf(cold);
  }

  /** Values per user, each the mean over the seeds. */
  static double[] meanValues(List<Ranking> rankings, Function<Ranking, double[]> values) {
    double[] sums = new double[rankings.get(0).rows()];
    for (Ranking ranking : rankings) {
      double[] ofSeed = values.apply(ranking);
      for (int row = 0; row < sums.length; row++) {
        sums[row] += ofSeed[row] / rankings.size();
      }
    }
    return sums;
  }
}
