package io.freshet.server.evaluation;

/** A way to recommend, before it has seen any data. Immutable. */
public interface Contender {
  /** Name in tables, such as {@code item-kNN}. */
  String name();

  /** What its outcome depends on beside data and seed, in words that change when that does. */
  default String settings() {
    return "";
  }

  /** Whether another seed may give another outcome. */
  default boolean dependsOnChance() {
    return true;
  }

  /**
   * Learns from the events before the split; whatever has to be chosen is chosen on the validation
   * slice.
   */
  Scorer fit(TrainingSet set);
}
