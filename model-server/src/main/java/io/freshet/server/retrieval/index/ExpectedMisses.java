package io.freshet.server.retrieval.index;

/**
 * About how many rows of lists that one search has not probed score as well as its page.
 *
 * <p>Idea: a row r of the list with centroid c scores {@code q r = m (q c) + e}: a share m of what
 * the centroid scores, since r leans towards c, and a rest e that is as likely above as below. The
 * rest comes from what of the query c does not explain, so its variance is {@code v (q q - (q c) (q
 * c))}. Both m and v are fitted to the rows that the search has met, by weighted least squares
 * through the origin, so they are those of these data and this query; then each list has an
 * expected number of rows above the floor, taking rests for normal.
 *
 * <p>Cost: adding a list O(1); an estimate O(lists), most of which are ruled out by one comparison.
 * Error: rows of one list that lie close together rise above the floor together or not at all,
 * which leaves the expectation right and the estimate of a single search coarse. One owner, one
 * thread.
 */
final class ExpectedMisses {
  /** Of the query's square, what a centroid is taken not to explain at least. */
  private static final double LEAST_UNEXPLAINED = 1e-3;

  /** Beyond so many deviations a list's rows count as none. */
  private static final double FAR = 6;

  private final double querySquare;
  private double rows;
  private double centroidSquares;
  private double products;
  private double scoreSquares;

  ExpectedMisses(float[] query) {
    double norm = Vectors.norm(query);
    this.querySquare = norm * norm;
  }

  /** Takes in the rows of a list that has been scanned. */
  void met(float centroidScore, ListScan scan) {
    double weight = 1 / unexplained(centroidScore);
    rows += scan.wantedRows();
    centroidSquares += weight * scan.wantedRows() * centroidScore * centroidScore;
    products += weight * centroidScore * scan.sum();
    scoreSquares += weight * scan.squares();
  }

  /**
   * Whether no more rows than so many are expected to score above the floor in the lists that come.
   *
   * @param scores of all centroids
   */
  boolean atMost(
      double allowed, float floor, ProbeOrder coming, float[] scores, WantedLists lists) {
    double slope = centroidSquares > 0 ? products / centroidSquares : 0;
    double variance = Math.max(0, scoreSquares - slope * products) / rows;
    double expected = 0;
    for (int i = 0; i < coming.size() && expected <= allowed; i++) {
      int position = coming.position(i);
      double above = floor - slope * scores[position];
      double deviation = Math.sqrt(variance * unexplained(scores[position]));
      if (above < FAR * deviation) {
        expected += lists.wantedAtMost(position) * tail(above / deviation);
      }
    }
    return expected <= allowed;
  }

  /** How many rows of a list are wanted, at most. */
  interface WantedLists {
    int wantedAtMost(int position);
  }

  private double unexplained(float centroidScore) {
    double left = querySquare - (double) centroidScore * centroidScore;
    return Math.max(left, LEAST_UNEXPLAINED * querySquare);
  }

  /** Share of a normal distribution above so many deviations, to .0002: a logistic curve [1]. */
  private static double tail(double deviations) {
    // [1] Bowling et al., "A logistic approximation to the cumulative normal distribution", 2009.
    return 1 / (1 + Math.exp(deviations * (1.5976 + .07056 * deviations * deviations)));
  }
}
