package io.freshet.server.retrieval.query;

import java.util.ArrayDeque;
import java.util.OptionalDouble;

/** Mean of the newest {@value #CHECKS} values. One owner. */
final class RecallWindow {
  static final int CHECKS = 200;

  private final ArrayDeque<Double> newestLast = new ArrayDeque<>();

  void add(double recall) {
    newestLast.add(recall);
    if (newestLast.size() > CHECKS) {
      newestLast.remove();
    }
  }

  void clear() {
    newestLast.clear();
  }

  OptionalDouble mean() {
    return newestLast.stream().mapToDouble(it -> it).average();
  }
}
