package io.freshet.jobs.publish;

/**
 * The factor of {@link ErrorEstimate}, learnt from audits.
 *
 * <p>Idea: adaptive conformal inference [1]. When an audited item exceeds the factor it grows by a
 * large step, at least to what was seen, else it shrinks by a tiny one; the steps balance when one
 * item in 2,000 exceeds. Bound: of n audited items at most n / 2,000 + ln(largest / first) / step
 * exceed, whatever the distribution and however it changes. Cost: one number. It begins wide and is
 * a third narrower after 3,000 items. [1] Gibbs and Candes, NeurIPS 2021.
 *
 * @param value the factor
 */
record ErrorFactor(double value) {
  /** Before anything was audited: wider than anything seen in simulations. */
  static final ErrorFactor FIRST = new ErrorFactor(4);

  private static final double LEAST = .1;
  private static final double LARGEST = 1_000;
  private static final double STEP = .25;
  private static final double SHARE = 1. / 2_000;

  ErrorFactor {
    if (!(value >= LEAST && value <= LARGEST)) {
      throw new IllegalArgumentException(
          "Cannot estimate errors: factor must be from %s to %s (%s)"
              .formatted(LEAST, LARGEST, value));
    }
  }

  /**
   * After one more item was audited.
   *
   * @param seen its distance from the exact embedding over its slack
   */
  ErrorFactor after(double seen) {
    double next =
        seen > value
            ? Math.max(seen, value * Math.exp(STEP * (1 - SHARE)))
            : value * Math.exp(-STEP * SHARE);
    return new ErrorFactor(Math.min(LARGEST, Math.max(LEAST, next)));
  }
}
