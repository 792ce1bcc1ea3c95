package io.freshet.jobs.interaction;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Keeps the repeats of the same two items from adding up.
 *
 * <p>Let {@code A} and {@code B} be the sums of the strengths of a user's remembered interactions
 * with two items. All their pairs together weigh at most {@code A * B}. A new interaction with the
 * first makes that {@code (A + s) * B}; its pairs with the second keep the part of their weight
 * that {@code A * B} may still grow by, beside how much it grows. So all pairs weigh at most the
 * cap while they are remembered, whatever came first, and nothing but the history is needed to know
 * it. While the product is within the cap, every pair weighs in full.
 *
 * <p>Cost: one pass over the history; for users who repeat so much that some pair may reach the
 * cap, or where two sessions join, another one that sums strengths by item.
 */
final class Repeats {
  private final double cap;
  private final List<PastInteraction> past;
  private final PastInteraction fresh;
  private final double before;
  private final boolean possible;
  private @Nullable ItemWeights strengths;

  Repeats(double cap, List<PastInteraction> past, PastInteraction fresh) {
    this.cap = cap;
    this.past = past;
    this.fresh = fresh;
    int item = fresh.itemId().hashCode();
    double ofAll = 0;
    double ofItem = 0;
    for (PastInteraction interaction : past) {
      ofAll += interaction.strength();
      ofItem += interaction.itemId().hashCode() == item ? interaction.strength() : 0;
    }
    before = ofItem;
    possible = (before + fresh.strength()) * ofAll > cap;
  }

  /** The part of its weight, from 0 to 1, that a pair of the new interaction and another keeps. */
  double kept(PastInteraction other) {
    if (!possible) {
      return 1;
    }
    double ofOther = strengths().of(other.itemId().hashCode());
    double was = before * ofOther;
    double is = (before + fresh.strength()) * ofOther;
    return is <= cap ? 1 : Math.max(0, cap - was) / (is - was);
  }

  /** Whether pairs of the items of two past interactions weigh in full, now the new one is in. */
  boolean inFull(PastInteraction one, PastInteraction other) {
    return strengthNow(one.itemId()) * strengthNow(other.itemId()) <= cap;
  }

  private double strengthNow(String itemId) {
    return strengths().of(itemId.hashCode())
        + (itemId.equals(fresh.itemId()) ? fresh.strength() : 0);
  }

  /** Sums of the past strengths by item. */
  private ItemWeights strengths() {
    ItemWeights sums = strengths;
    if (sums == null) {
      sums = new ItemWeights();
      for (PastInteraction interaction : past) {
        double unused =
            sums.add(
                interaction.itemId().hashCode(), interaction.strength(), Double.POSITIVE_INFINITY);
      }
      strengths = sums;
    }
    return sums;
  }
}
