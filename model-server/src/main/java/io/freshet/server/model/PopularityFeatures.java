package io.freshet.server.model;

/**
 * What the item tower knows of an item's use, as of one instant.
 *
 * <pre>
 * f = [log1p(4 c_h / m_h) for h in 3 d, 14 d, 60 d, no decay; log1p(age in days) / 5; seen]
 * </pre>
 *
 * c_h = the item's interactions decayed with half-life h, m_h = the mean of c_h over the items that
 * have any, so that a busy catalog and a quiet one give the same numbers. An item without
 * interactions has zeros.
 */
public final class PopularityFeatures {
  /** Number of features. */
  public static final int COUNT = 6;

  /** Number of counts: three half-lives and no decay. */
  public static final int COUNTS = 4;

  private static final double COUNT_FACTOR = 4;
  private static final double AGE_DIVISOR = 5;
  private static final double SECONDS_PER_DAY = 86_400;

  private final double[] meanCounts;

  /**
   * Features relative to a catalog.
   *
   * @param meanCounts mean count over the items that have any, for half-lives of 3, 14 and 60 days
   *     and without decay; 0 where no item has any
   */
  public PopularityFeatures(double[] meanCounts) {
    if (meanCounts.length != COUNTS) {
      throw new IllegalArgumentException(
          "Cannot make features: %d mean counts are needed (%d)"
              .formatted(COUNTS, meanCounts.length));
    }
    this.meanCounts = meanCounts.clone();
  }

  /**
   * Writes the features of an item that has interactions.
   *
   * @param counts decayed counts in the order of the means
   * @param ageSeconds time since the first interaction
   * @param target receives {@link #COUNT} values from the offset on
   */
  public void write(double[] counts, double ageSeconds, float[] target, int offset) {
    for (int k = 0; k < COUNTS; k++) {
      double relative = meanCounts[k] > 0 ? counts[k] / meanCounts[k] : 0;
      target[offset + k] = (float) Math.log1p(COUNT_FACTOR * relative);
    }
    double days = Math.max(0, ageSeconds) / SECONDS_PER_DAY;
    target[offset + COUNTS] = (float) (Math.log1p(days) / AGE_DIVISOR);
    target[offset + COUNTS + 1] = 1;
  }
}
