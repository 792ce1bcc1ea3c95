package io.freshet.server.retrieval.index;

/**
 * How many lists to probe for an answer of some depth: {@code forTen * (depth / 10) ^ growth}.
 *
 * @param forTen lists for the ten nearest rows
 * @param growth how fast the number grows with depth, above 0
 */
record ProbePlan(double forTen, double growth) {
  static final int DEPTH = 10;

  /** Measured on data without clusters; data with clusters differ either way. */
  private static final double USUAL_GROWTH = 1 / 3d;

  ProbePlan {
    if (!(forTen > 0) || !(growth > 0)) {
      throw new IllegalArgumentException(
          "Cannot plan probes: lists and growth must be positive (%s, %s)"
              .formatted(forTen, growth));
    }
  }

  static ProbePlan of(double forTen) {
    return new ProbePlan(forTen, USUAL_GROWTH);
  }

  /**
   * What a probed list is worth under a filter. A filter that accepts one row in five anywhere
   * makes the tenth answer the fiftieth nearest row; a list wholly of accepted rows is worth one.
   *
   * @param wantedShare share of the list's rows that the filter may accept
   */
  double worth(double wantedShare) {
    return wantedShare == 1 ? 1 : Math.pow(wantedShare, growth);
  }

  /** What the probed lists must be worth together. */
  double needed(int depth) {
    return forTen * Math.pow(Math.max(depth, DEPTH) / (double) DEPTH, growth);
  }
}
