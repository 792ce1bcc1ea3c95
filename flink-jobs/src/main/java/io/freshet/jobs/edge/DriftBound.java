package io.freshet.jobs.edge;

/**
 * How far the shares can have drifted since the drift was last computed exactly, without looking at
 * the neighbors again.
 *
 * <p>Let T be the top K then, S the sum of their weights, theta the lightest of them (0 while there
 * is room), and T' the top K now. Weights only grow, so who is in T' weighs theta or more. Those of
 * T grew by a_j; each that entered, with weight x_j now, took the place of one lighter than itself.
 * So the weights of the top K have moved by at most {@code D = sum of a_j + 2 * sum of x_j}, and
 * their shares by at most {@code 2 D / S}. A weight below theta costs nothing: it moved no share.
 * Where no neighbor has entered since, more weight than theta means to be in T; else every addition
 * is counted twice, as if its neighbor had entered. Never too small, up to rounding; tested.
 *
 * <p>Mutable, one owner, one thread.
 */
final class DriftBound {
  private static final double UNKNOWN = Double.POSITIVE_INFINITY;

  /** Published shares are floats. */
  private static final double ROUNDING = 1e-5;

  private double exact = UNKNOWN;
  private double topSum;
  private double threshold;
  private double moved;
  private boolean entered;

  /**
   * Notes the drift, as of now.
   *
   * @param drift computed exactly
   * @param sum of the weights of the top K
   * @param lightest of them, 0 where there are fewer than K
   */
  void exact(double drift, double sum, double lightest) {
    exact = drift + ROUNDING;
    topSum = sum;
    threshold = lightest;
    moved = 0;
    entered = false;
  }

  /** Something else than weight added has happened. */
  void forget() {
    exact = UNKNOWN;
  }

  /** A neighbor, of no weight where it was not here, weighs this much now. */
  void grew(double before, double after) {
    if (before > threshold) {
      moved += (entered ? 2 : 1) * (after - before);
    } else if (after > 0 && after >= threshold) {
      moved += 2 * after;
      entered = true;
    }
  }

  /** The drift is not larger than this. */
  double bound() {
    return exact == UNKNOWN || topSum <= 0 ? UNKNOWN : exact + 2 * moved / topSum;
  }
}
