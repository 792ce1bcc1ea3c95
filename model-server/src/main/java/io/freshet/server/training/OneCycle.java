package io.freshet.server.training;

/**
 * One-cycle learning rate: up over the first tenth of the steps, then down to almost nothing, both
 * along a cosine.
 *
 * @param highest rate at the top
 * @param steps number of steps
 * @see <a href="https://arxiv.org/abs/1708.07120">Smith, Topin, Super-convergence</a>
 */
public record OneCycle(double highest, int steps) {
  private static final double WARM_UP = 0.1;
  private static final double FIRST = 1.0 / 25;
  private static final double LAST = 1e-4;

  /** Rate of a step, counted from 0. */
  public double rate(int step) {
    double done = (step + 1.0) / steps;
    return done < WARM_UP
        ? between(FIRST, 1, done / WARM_UP)
        : between(1, LAST, (done - WARM_UP) / (1 - WARM_UP));
  }

  private double between(double from, double to, double done) {
    return highest * (to + (from - to) * (1 + Math.cos(Math.PI * done)) / 2);
  }
}
