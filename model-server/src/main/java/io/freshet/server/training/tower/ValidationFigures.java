package io.freshet.server.training.tower;

/**
 * How well weights rank what users of the validation slice turned to.
 *
 * @param hitRateAt10 share of users with a target among the first ten
 * @param meanReciprocalRank mean of 1 / rank of a user's best target, 0 beyond 100
 * @param users number of those users
 */
public record ValidationFigures(double hitRateAt10, double meanReciprocalRank, int users) {
  /** Nothing measured; worse than anything measured. */
  static final ValidationFigures NONE = new ValidationFigures(-1, -1, 0);

  /** The figure that epochs are compared by. */
  double decisive() {
    return hitRateAt10 + meanReciprocalRank;
  }

  /** Whether these are no more than a standard error of the hit rate below the others. */
  boolean isLevelWith(ValidationFigures others) {
    double rate = others.hitRateAt10;
    double error = others.users == 0 ? 0 : Math.sqrt(rate * (1 - rate) / others.users);
    return decisive() >= others.decisive() - error;
  }
}
