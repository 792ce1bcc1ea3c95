package io.freshet.jobs.layer;

import io.freshet.jobs.record.AggregateChange;

/** Changes of one item, relation type and round, added up. Mutable, owned by its key's state. */
final class PendingChange {
  private AggregateChange total;

  /** Whether the array of the total is this object's, and not a record's that others may read. */
  private boolean isOwn;

  PendingChange(AggregateChange first) {
    total = first;
  }

  long round() {
    return total.round();
  }

  boolean isOfOneRoundAndTypeWith(AggregateChange change) {
    return total.round() == change.round() && total.relationType().equals(change.relationType());
  }

  void add(AggregateChange change) {
    total =
        new AggregateChange(
            total.target(),
            total.relationType(),
            sum(change.sum()),
            total.edges() + change.edges(),
            change.hasScale() ? change.scale() : total.scale(),
            total.round(),
            Math.min(total.oldestEventAt(), change.oldestEventAt()));
  }

  AggregateChange change() {
    return total;
  }

  private double[] sum(double[] added) {
    double[] own = total.sum();
    if (added.length == 0) {
      return own;
    }
    if (own.length == 0) {
      isOwn = false;
      return added;
    }
    double[] sum = isOwn ? own : own.clone();
    isOwn = true;
    for (int index = 0; index < sum.length; index++) {
      sum[index] += added[index];
    }
    return sum;
  }
}
