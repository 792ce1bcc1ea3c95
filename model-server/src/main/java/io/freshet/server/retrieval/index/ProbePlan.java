package io.freshet.server.retrieval.index;

/**
 * How many lists to probe for an answer of some depth, as a line through three points on paper with
 * logarithmic axes: measured at the tenth and the hundredth nearest row, and all lists at the depth
 * of all rows.
 *
 * <p>A filter that accepts one row in five makes the tenth answer the fiftieth nearest row, so
 * filters are answered by depth alone; see {@link IvfSearch}.
 *
 * @param forTen lists for the ten nearest rows, above 0
 * @param forHundred lists for the hundred nearest rows, no fewer
 */
record ProbePlan(double forTen, double forHundred) {
  static final int SHALLOW = 10;
  static final int DEEP = 100;

  /** Measured on data without clusters; data with clusters differ either way. */
  private static final double USUAL_RATIO = 2.1;

  ProbePlan {
    if (!(forTen > 0) || !(forHundred >= forTen)) {
      throw new IllegalArgumentException(
          "Cannot plan probes: they must be positive and not fall with depth (%s, %s)"
              .formatted(forTen, forHundred));
    }
  }

  static ProbePlan of(double forTen) {
    return new ProbePlan(forTen, USUAL_RATIO * forTen);
  }

  /** Lists to probe of an index of so many lists and rows. */
  double needed(double depth, int lists, int rows) {
    if (depth <= SHALLOW) {
      return forTen;
    }
    if (depth <= DEEP) {
      return between(SHALLOW, forTen, DEEP, forHundred, depth);
    }
    if (depth >= rows || forHundred >= lists) {
      return lists;
    }
    return between(DEEP, forHundred, rows, lists, depth);
  }

  private static double between(double x0, double y0, double x1, double y1, double x) {
    return y0 * Math.pow(x / x0, Math.log(y1 / y0) / Math.log(x1 / x0));
  }
}
