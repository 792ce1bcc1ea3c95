package io.freshet.benchmarks.propagation;

/**
 * How much is held back.
 *
 * @param name in the report
 * @param epsilon drift of a neighborhood, L1, up to which it is not published
 * @param delta movement of an embedding up to which it is not sent again
 * @param gamma movement of an item's inputs up to which it is not embedded again
 */
record Thresholds(String name, double epsilon, double delta, double gamma) {
  static final Thresholds EXACT = new Thresholds("exact", 0, 0, 0);
  static final Thresholds DEFAULT = new Thresholds("default", .05, .02, .02);
  static final Thresholds LOOSE = new Thresholds("loose", .1, .05, .05);
  static final Thresholds LOOSER = new Thresholds("looser", .2, .1, .1);

  boolean isExact() {
    return epsilon == 0 && delta == 0 && gamma == 0;
  }
}
