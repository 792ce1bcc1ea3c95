package io.freshet.jobs.layer;

import java.util.Arrays;

/**
 * Finds the scale under which most edges of a relation keep their weight.
 *
 * <p>Idea: a new event makes a few edges of an item heavier and its total larger. Every share
 * changes, but the weights behind the others do not; and a mean is the same whether shares are
 * multiplied in or weights are, if the sum is divided by the scale afterwards. So instead of
 * telling every neighbor its new share, only those are told whose weight changed. The weights are
 * not in the record; but where they stayed, old weight over new share is one and the same number,
 * the scale. Hence the scale is the value that most of these quotients have.
 *
 * <p>Bound: an edge that keeps its weight has a share that is off by less than {@link #TOLERANCE},
 * relative, whatever happened before, because weights are compared with the record's share every
 * time. Cost: a sort.
 */
final class ScaleFit {
  /** What the rounding of shares to floats, done three times, can make of equal quotients. */
  static final double TOLERANCE = 5e-7;

  /** Beyond these, weights get an even new start, long before floats run out. */
  private static final double LARGEST = 1e6;

  private static final int LEAST_AGREEING = 2;

  private ScaleFit() {}

  /**
   * The scale most quotients agree on, or 1 when there is none.
   *
   * @param quotients weight over new share, of every edge that has both
   */
  static double of(double[] quotients) {
    double[] sorted = quotients.clone();
    Arrays.sort(sorted);
    int longest = 0;
    int at = 0;
    int from = 0;
    for (int to = 0; to < sorted.length; to++) {
      while (sorted[to] > sorted[from] * (1 + TOLERANCE)) {
        from++;
      }
      if (to - from + 1 > longest) {
        longest = to - from + 1;
        at = from;
      }
    }
    if (longest < LEAST_AGREEING) {
      return 1;
    }
    double scale = sorted[at + longest / 2];
    return scale > LARGEST || scale < 1 / LARGEST ? 1 : scale;
  }

  /** Whether a weight is the share's under the scale. */
  static boolean agree(float weight, float share, double scale) {
    double wanted = share * scale;
    return Math.abs(weight - wanted) <= TOLERANCE * wanted;
  }
}
