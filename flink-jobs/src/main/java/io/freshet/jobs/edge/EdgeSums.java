package io.freshet.jobs.edge;

import static java.util.Objects.requireNonNull;

import io.freshet.jobs.record.EdgeChanges;
import io.freshet.jobs.record.EdgeUpdate;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;

/**
 * Edge updates summed per item and neighbor, so that the shuffle and the state see each once. What
 * they add up to does not depend on their order, nor on where one bundle ends and the next begins,
 * but for the rounding of doubles.
 *
 * <p>Mutable, one owner, one thread; the owner bounds its size.
 */
final class EdgeSums {
  private final Decays decays;
  private final WeightsWriter writer = new WeightsWriter();
  private final Map<String, TypedSums> byType = new LinkedHashMap<>();
  private int size;

  EdgeSums(Decays decays) {
    this.decays = requireNonNull(decays, "decays is null");
  }

  /** False where the update's time is too far from those here to be summed with them. */
  boolean accepts(EdgeUpdate update) {
    TypedSums sums = byType.get(update.neighborType());
    return sums == null || sums.accepts(update.atMillis());
  }

  /** Adds an update that is accepted. */
  void add(EdgeUpdate update) {
    String type = update.neighborType();
    TypedSums sums = byType.get(type);
    if (sums == null) {
      sums = new TypedSums(type, decays.of(type), update.atMillis());
      byType.put(type, sums);
    }
    sums.add(update);
    size++;
  }

  /** Updates added since the last drain. */
  int size() {
    return size;
  }

  /** Hands on one change per item and neighbor type, and is empty afterwards. */
  void drain(Consumer<EdgeChanges> out) {
    byType.values().forEach(sums -> sums.drain(writer, out));
    byType.clear();
    size = 0;
  }
}
