package io.freshet.jobs.publish;

import io.freshet.jobs.record.Thresholds;
import java.io.Serializable;

/**
 * Distance from the exact embedding that an item will hardly exceed until it is published again.
 *
 * <p>Idea: what an embedding is off by is not what was held back when it was computed, which is
 * nothing, but what will be held back before it is computed again: up to gamma of its own inputs
 * and, if it has neighbors, up to delta of each of theirs. That much of input, its slack, times a
 * factor that the audit measures, is the estimate; theta is added as it is, for it is a bound. In
 * simulations neither the degree above 0 nor how sensitive the item was before said more about the
 * error (correlation below .2), so they are not in it.
 *
 * @param thresholds the widest in force
 */
record ErrorEstimate(Thresholds thresholds) implements Serializable {
  /** How far inputs may move unnoticed. */
  double slack(int degree) {
    return thresholds.gamma() + (degree > 0 ? thresholds.delta() : 0);
  }

  /** The estimate: 0 when nothing is held back. */
  double of(int degree, double factor) {
    return thresholds.theta() + factor * slack(degree);
  }
}
