package io.freshet.jobs.interaction;

import java.util.List;

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
 * <p>Cost: one pass over the history; another one for each pair, but only of users who repeat so
 * much that some pair may reach the cap.
 */
final class Repeats {
  private final double cap;
  private final List<PastInteraction> past;
  private final PastInteraction fresh;
  private final double before;
  private final boolean possible;

  Repeats(double cap, List<PastInteraction> past, PastInteraction fresh) {
    this.cap = cap;
    this.past = past;
    this.fresh = fresh;
    double ofAll = 0;
    double ofItem = 0;
    for (PastInteraction interaction : past) {
      ofAll += interaction.strength();
      ofItem += isOf(interaction, fresh.itemId()) ? interaction.strength() : 0;
    }
    before = ofItem;
    possible = (before + fresh.strength()) * ofAll > cap;
  }

  /** The part of its weight, from 0 to 1, that a pair of the new interaction and another keeps. */
  double kept(PastInteraction other) {
    if (!possible) {
      return 1;
    }
    double ofOther = strength(other.itemId());
    double was = before * ofOther;
    double is = (before + fresh.strength()) * ofOther;
    return is <= cap ? 1 : Math.max(0, cap - was) / (is - was);
  }

  /** Whether pairs of the items of two past interactions weigh in full, now the new one is in. */
  boolean inFull(PastInteraction one, PastInteraction other) {
    return strengthNow(one.itemId()) * strengthNow(other.itemId()) <= cap;
  }

  private double strengthNow(String itemId) {
    return strength(itemId) + (isOf(fresh, itemId) ? fresh.strength() : 0);
  }

  private double strength(String itemId) {
    double sum = 0;
    for (PastInteraction interaction : past) {
      sum += isOf(interaction, itemId) ? interaction.strength() : 0;
    }
    return sum;
  }

  /** Strings keep their hash, so that most ids are told apart by a number. */
  private static boolean isOf(PastInteraction interaction, String itemId) {
    return interaction.itemId().hashCode() == itemId.hashCode()
        && interaction.itemId().equals(itemId);
  }
}
