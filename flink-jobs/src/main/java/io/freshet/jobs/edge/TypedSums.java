package io.freshet.jobs.edge;

import io.freshet.jobs.decay.ForwardDecay;
import io.freshet.jobs.record.EdgeChanges;
import io.freshet.jobs.record.EdgeUpdate;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;

/**
 * Edge updates to neighbors of one type, summed per item and neighbor. All weights are relative to
 * one landmark, so sums do not depend on the order. Mutable, one owner, one thread.
 */
final class TypedSums {
  private final String neighborType;
  private final ForwardDecay decay;
  private final long landmark;
  private final Map<String, ItemSums> byItem = new LinkedHashMap<>();

  /** Most updates in a row have one time, and its power of two is dear. */
  private long factorAtMillis;

  private double factor;

  /** For updates of about the time of the first. */
  TypedSums(String neighborType, ForwardDecay decay, long firstAtMillis) {
    this.neighborType = neighborType;
    this.decay = decay;
    landmark = decay.period(firstAtMillis);
    factorAtMillis = firstAtMillis;
    factor = decay.stored(1, firstAtMillis, landmark);
  }

  /** False where a weight of the time, or one here beside it, could leave the range of doubles. */
  boolean accepts(long atMillis) {
    return atMillis == factorAtMillis
        || Math.abs(decay.period(atMillis) - landmark) < ForwardDecay.MAX_PERIODS;
  }

  void add(EdgeUpdate update) {
    assert accepts(update.atMillis());
    if (update.atMillis() != factorAtMillis) {
      factorAtMillis = update.atMillis();
      factor = decay.stored(1, factorAtMillis, landmark);
    }
    ItemSums sums = byItem.get(update.itemId());
    if (sums == null) {
      sums = new ItemSums();
      byItem.put(update.itemId(), sums);
    }
    sums.add(update, update.weight() * factor);
  }

  /** Hands on one change per item, in the order of each item's first update. */
  void drain(WeightsWriter writer, Consumer<EdgeChanges> out) {
    byItem.forEach(
        (itemId, sums) -> {
          int neighbors = sums.write(writer);
          out.accept(
              new EdgeChanges(
                  itemId,
                  sums.itemType,
                  neighborType,
                  landmark,
                  sums.asOfMillis,
                  sums.ingestedAtMillis,
                  neighbors,
                  writer.take()));
        });
  }
}
