package io.freshet.server.evaluation.baseline;

import io.freshet.server.evaluation.Query;
import java.util.HashSet;
import java.util.Set;

/**
 * How much each item of a history says: the newest distinct item 1, each one before it a factor
 * less; the oldest beyond a limit nothing.
 */
final class HistoryWeights {
  private static final int LIMIT = 50;

  private final double factor;

  /** With a factor from 0 to 1; 1 makes all as important. */
  HistoryWeights(double factor) {
    this.factor = factor;
  }

  /** Takes an item of a history and its weight. */
  @FunctionalInterface
  interface Visitor {
    void visit(int item, double weight);
  }

  /** Visits the distinct items of a history, newest first. */
  void forEach(Query query, Visitor visitor) {
    Set<Integer> seen = new HashSet<>();
    double weight = 1;
    for (int k = query.size() - 1; k >= 0 && seen.size() < LIMIT; k--) {
      if (seen.add(query.items()[k])) {
        visitor.visit(query.items()[k], weight);
        weight *= factor;
      }
    }
  }
}
