package io.freshet.jobs.layer;

import io.freshet.jobs.record.AggregateChange;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Changes of one round, added up per (item, type): what the combine stage holds between two
 * flushes. Saves the shuffle where several sources of one subtask are neighbors of one item.
 */
final class Combined {
  /** Target to relation type to sum. */
  private final Map<String, Map<String, Sum>> sums = new LinkedHashMap<>();

  private int size;

  /** A sum of changes. Mutable, owned by its map. */
  private static final class Sum {
    private final AggregateChange first;
    private double @Nullable [] total;
    private int edges;
    private double scale;
    private long oldestEventAt;

    Sum(AggregateChange first) {
      this.first = first;
      edges = first.edges();
      scale = first.scale();
      oldestEventAt = first.oldestEventAt();
    }

    void add(AggregateChange change) {
      edges += change.edges();
      scale = change.hasScale() ? change.scale() : scale;
      oldestEventAt = Math.min(oldestEventAt, change.oldestEventAt());
      // The arrays of changes are not ours to change.
      double[] own = total == null ? first.sum().clone() : total;
      total = own.length == 0 ? change.sum().clone() : addTo(own, change.sum());
    }

    AggregateChange change() {
      return new AggregateChange(
          first.target(),
          first.relationType(),
          total == null ? first.sum() : total,
          edges,
          scale,
          first.round(),
          oldestEventAt);
    }
  }

  void add(AggregateChange change) {
    Map<String, Sum> relations = sums.computeIfAbsent(change.target(), key -> new HashMap<>(4));
    Sum sum = relations.get(change.relationType());
    if (sum == null) {
      relations.put(change.relationType(), new Sum(change));
      size++;
    } else {
      sum.add(change);
    }
  }

  int size() {
    return size;
  }

  /** Hands on everything held, and forgets it. */
  void flush(Consumer<AggregateChange> out) {
    sums.values().forEach(relations -> relations.values().forEach(sum -> out.accept(sum.change())));
    sums.clear();
    size = 0;
  }

  /** The sum of two changes of one item, type and round. */
  static AggregateChange sum(AggregateChange first, AggregateChange second) {
    Sum sum = new Sum(first);
    sum.add(second);
    return sum.change();
  }

  /** The sum of two vectors, of which an empty one is zero. */
  static double[] sum(double[] first, double[] second) {
    return first.length == 0 ? second : addTo(first.clone(), second);
  }

  private static double[] addTo(double[] sum, double[] added) {
    for (int index = 0; index < added.length; index++) {
      sum[index] += added[index];
    }
    return sum;
  }
}
