package io.freshet.server.evaluation;

import java.util.Arrays;
import java.util.SplittableRandom;

/**
 * Intervals of means by resampling users with replacement: the 2.5th to the 97.5th percentile of
 * the resampled means. Users are what is drawn, since all figures of one user hang together.
 *
 * <p>Efron, Tibshirani, An introduction to the bootstrap, 1993. Immutable; equal seeds give equal
 * intervals.
 *
 * @param resamples how many means are drawn
 * @param seed of the draws
 */
public record Bootstrap(int resamples, long seed) {
  private static final double TAIL = 0.025;

  public Bootstrap {
    if (resamples < 40) {
      throw new IllegalArgumentException(
          "Cannot resample: a tail of 2.5 %% needs at least 40 (%d)".formatted(resamples));
    }
  }

  /** A thousand resamples. */
  public static Bootstrap defaults() {
    return new Bootstrap(1_000, 1);
  }

  /**
   * A mean and its interval of 95 %.
   *
   * @param mean of all values
   * @param low its lower end
   * @param high its upper end
   */
  public record Interval(double mean, double low, double high) {
    /** Whether it leaves zero out. */
    public boolean excludesZero() {
      return low > 0 || high < 0;
    }
  }

  /** Interval of the mean of one value per user; all NaN without users. */
  public Interval mean(double[] values) {
    double[] weights = new double[values.length];
    Arrays.fill(weights, 1);
    return ratio(values, weights);
  }

  /** Interval of the mean difference; the values at one place are those of one user. */
  public Interval difference(double[] values, double[] others) {
    if (values.length != others.length) {
      throw new IllegalArgumentException(
          "Cannot pair: as many values are needed (%d, %d)"
              .formatted(values.length, others.length));
    }
    double[] differences = new double[values.length];
    for (int user = 0; user < values.length; user++) {
      differences[user] = values[user] - others[user];
    }
    return mean(differences);
  }

  /**
   * Interval of a ratio of sums, such as hits by events where a user has several.
   *
   * @param sums per user
   * @param weights per user, not all 0
   */
  public Interval ratio(double[] sums, double[] weights) {
    if (sums.length == 0) {
      return new Interval(Double.NaN, Double.NaN, Double.NaN);
    }
    SplittableRandom random = new SplittableRandom(seed);
    double[] drawn = new double[resamples];
    for (int sample = 0; sample < resamples; sample++) {
      double sum = 0;
      double weight = 0;
      for (int draw = 0; draw < sums.length; draw++) {
        int user = random.nextInt(sums.length);
        sum += sums[user];
        weight += weights[user];
      }
      drawn[sample] = weight == 0 ? 0 : sum / weight;
    }
    Arrays.sort(drawn);
    int cut = (int) Math.floor(TAIL * resamples);
    double mean = Arrays.stream(sums).sum() / Arrays.stream(weights).sum();
    return new Interval(mean, drawn[cut], drawn[resamples - 1 - cut]);
  }
}
