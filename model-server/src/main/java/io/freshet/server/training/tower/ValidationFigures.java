package io.freshet.server.training.tower;

/**
 * How well weights rank what users of the validation slice turned to.
 *
 * @param hitRateAt10 share of users with a target among the first ten
 * @param meanReciprocalRank mean of 1 / rank of a user's best target, 0 beyond 100
 */
public record ValidationFigures(double hitRateAt10, double meanReciprocalRank) {
  /** Nothing measured; worse than anything measured. */
  static final ValidationFigures NONE = new ValidationFigures(-1, -1);

  /** The figure that decides which epoch is best. */
  double decisive() {
    return hitRateAt10 + meanReciprocalRank;
  }
}
