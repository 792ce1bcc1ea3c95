package io.freshet.jobs.decay;

import java.io.Serializable;
import java.time.Duration;

/**
 * Exponential decay that never rewrites what it decays.
 *
 * <p>Forward decay [1] stores a weight {@code w} of time {@code t} as {@code w * 2^((t - L) / h)}
 * with half-life {@code h} and landmark {@code L}. Stored values of one landmark are summed and
 * compared as they are; the weight at a time {@code s} is the stored value times {@code 2^((L - s)
 * / h)}. The passing of time changes no stored value, so it changes no share.
 *
 * <p>A landmark here is a whole number of half-lives since 1970, called a period. Moving a value to
 * another landmark then multiplies it by a power of two, which is exact in binary floating point
 * (down to 2^-1022, where a value is nothing beside any other). Stored values must not overflow:
 * whoever holds them moves them once a time is {@link #MAX_PERIODS} or more ahead of the landmark.
 *
 * <p>Immutable.
 *
 * <p>[1] G. Cormode, V. Shkapenyuk, D. Srivastava, B. Xu: Forward Decay: A Practical Time Decay
 * Model for Streaming Systems. ICDE 2009.
 */
public final class ForwardDecay implements Serializable {
  /** How many half-lives ahead of its landmark a stored value may be. */
  public static final int MAX_PERIODS = 256;

  private static final int UNDERFLOW = -3_000;
  private static final long serialVersionUID = 1;

  private final long halfLifeMillis;

  /** Decay that halves a weight in the given time, at least one millisecond. */
  public ForwardDecay(Duration halfLife) {
    halfLifeMillis = halfLife.toMillis();
    if (halfLifeMillis < 1) {
      throw new IllegalArgumentException(
          "Cannot decay: half-life must be at least a millisecond (%s)".formatted(halfLife));
    }
  }

  /** The period that a time falls into; the landmark of a value first seen then. */
  public long period(long atMillis) {
    return Math.floorDiv(atMillis, halfLifeMillis);
  }

  /** A weight of the given time, as stored relative to the landmark. */
  public double stored(double weight, long atMillis, long landmark) {
    return moved(weight * fraction(atMillis), period(atMillis), landmark);
  }

  /** A stored value relative to another landmark: the same value times a power of two. */
  public double moved(double stored, long landmark, long newLandmark) {
    return Math.scalb(stored, (int) Math.max(UNDERFLOW, landmark - newLandmark));
  }

  /** What a stored value weighs at the given time. */
  public double weight(double stored, long landmark, long atMillis) {
    return moved(stored, landmark, period(atMillis)) / fraction(atMillis);
  }

  /** True where values of the time must not be stored before the landmark has been moved. */
  public boolean outruns(long atMillis, long landmark) {
    return period(atMillis) - landmark >= MAX_PERIODS;
  }

  private double fraction(long atMillis) {
    return Math.pow(2, Math.floorMod(atMillis, halfLifeMillis) / (double) halfLifeMillis);
  }
}
