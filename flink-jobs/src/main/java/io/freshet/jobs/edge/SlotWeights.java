package io.freshet.jobs.edge;

import io.freshet.jobs.decay.ForwardDecay;
import io.freshet.jobs.record.EdgeChanges;

/**
 * Brings the weights of an edge change to the decay of the place where its neighbors are kept: that
 * of their type, but where an item has one type too many, that of the place for all others.
 */
final class SlotWeights {
  private final EdgeChanges changes;
  private final ForwardDecay own;
  private final ForwardDecay kept;
  private final long landmark;
  private final Candidates candidates;

  SlotWeights(EdgeChanges changes, ForwardDecay own, ForwardDecay kept, Candidates candidates) {
    this.changes = changes;
    this.own = own;
    this.kept = kept;
    this.candidates = candidates;
    landmark = landmark(changes, own, kept);
  }

  /** What the weights are relative to, by the decay of the place. */
  static long landmark(EdgeChanges changes, ForwardDecay own, ForwardDecay kept) {
    return own == kept ? changes.landmark() : kept.period(changes.asOfMillis());
  }

  void add(ItemId neighborId, double weight, int users) {
    candidates.add(neighborId, own == kept ? weight : moved(weight), users, landmark, kept);
  }

  private double moved(double weight) {
    double now = own.weight(weight, changes.landmark(), changes.asOfMillis());
    return kept.stored(now, changes.asOfMillis(), landmark);
  }
}
