package io.freshet.jobs.layer;

import io.freshet.jobs.record.AggregateChange;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;

/**
 * Changes of one round, added up per (item, type): what the combine stage holds between two
 * flushes. Saves the shuffle where several sources of one subtask are neighbors of one item.
 */
final class Combined {
  private record Key(String target, String relationType) {}

  private final Map<Key, AggregateChange> changes = new LinkedHashMap<>();

  void add(AggregateChange change) {
    changes.merge(new Key(change.target(), change.relationType()), change, Combined::sum);
  }

  int size() {
    return changes.size();
  }

  /** Hands on everything held, and forgets it. */
  void flush(Consumer<AggregateChange> out) {
    changes.values().forEach(out);
    changes.clear();
  }

  /** The sum of two changes of one item, type and round. */
  static AggregateChange sum(AggregateChange first, AggregateChange second) {
    return new AggregateChange(
        first.target(),
        first.relationType(),
        sum(first.sum(), second.sum()),
        first.edges() + second.edges(),
        second.hasScale() ? second.scale() : first.scale(),
        first.round(),
        Math.min(first.oldestEventAt(), second.oldestEventAt()));
  }

  /** The sum of two vectors, of which an empty one is zero. */
  static double[] sum(double[] first, double[] second) {
    if (first.length == 0 || second.length == 0) {
      return first.length == 0 ? second : first;
    }
    double[] sum = first.clone();
    for (int index = 0; index < sum.length; index++) {
      sum[index] += second[index];
    }
    return sum;
  }
}
