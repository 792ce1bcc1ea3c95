package io.freshet.server.evaluation;

/** A fitted contender. May hold native memory: its owner closes it. One thread. */
@FunctionalInterface
public interface Scorer extends AutoCloseable {
  /**
   * Scores every item for a query.
   *
   * @param scores one per item, all of them written, finite; the higher, the better. Which items
   *     may be recommended is the caller's business
   */
  void score(Query query, float[] scores);

  /** Frees what it holds. */
  @Override
  default void close() {}
}
