package io.freshet.jobs.statistic;

import static java.util.Objects.requireNonNull;

import io.freshet.jobs.decay.ForwardDecay;

/**
 * A count that halves with time. Mutable, one owner, one thread.
 *
 * <p>The count published last is kept as published: what a reader holds is that, decayed in closed
 * form, so silence alone never makes the two differ.
 */
final class DecayedCount {
  private static final long NEVER = Long.MIN_VALUE;

  private final ForwardDecay decay;
  long landmark = NEVER;
  double stored;
  double published;

  DecayedCount(ForwardDecay decay) {
    this.decay = requireNonNull(decay, "decay is null");
  }

  void add(long atMillis) {
    if (landmark == NEVER) {
      landmark = decay.period(atMillis);
    } else if (decay.outruns(atMillis, landmark)) {
      stored = decay.moved(stored, landmark, decay.period(atMillis));
      landmark = decay.period(atMillis);
    }
    stored += decay.stored(1, atMillis, landmark);
  }

  double at(long millis) {
    return landmark == NEVER ? 0 : decay.weight(stored, landmark, millis);
  }

  /** How far the count at a time is from what a reader holds, in log scale. */
  double moved(long millis, long publishedAsOfMillis) {
    long publishedLandmark = decay.period(publishedAsOfMillis);
    double held =
        decay.weight(
            decay.stored(published, publishedAsOfMillis, publishedLandmark),
            publishedLandmark,
            millis);
    return Math.abs(Math.log1p(at(millis)) - Math.log1p(held));
  }
}
