package io.freshet.server.evaluation;

import io.freshet.server.snapshot.ItemTable;

/** A contender that can score items, and types of items, that it did not learn from. */
public interface InductiveContender extends Contender {
  /**
   * Learns from a set, and scores the items of another table.
   *
   * @param served its texts are of the set's encoder. Snapshots of queries are of it, but the slots
   *     of their graphs are the set's types, and the last one is that of all others
   */
  Scorer fit(TrainingSet set, ItemTable served);

  @Override
  default Scorer fit(TrainingSet set) {
    return fit(set, set.items());
  }
}
