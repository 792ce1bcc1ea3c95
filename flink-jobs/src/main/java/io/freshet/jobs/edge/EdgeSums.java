package io.freshet.jobs.edge;

import io.freshet.jobs.record.EdgeChanges;
import io.freshet.jobs.record.EdgeUpdate;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Edge updates summed per item and neighbor, so that the shuffle and the state see each once. What
 * they add up to does not depend on their order, nor on where one bundle ends and the next begins,
 * but for the rounding of doubles.
 *
 * <p>Mutable, one owner, one thread; the owner bounds its size. Between bundles it holds at most
 * {@link #MOST_ITEMS} ids.
 */
final class EdgeSums {
  private static final int MOST_ITEMS = 1 << 18;
  private static final int MOST_TYPES = 64;

  private final Decays decays;
  private final int usersMask;
  private final WeightsWriter writer = new WeightsWriter();
  private final ItemNumbers numbers = new ItemNumbers();
  private final Map<String, TypedSums> byType = new LinkedHashMap<>();
  private int size;

  /** Most updates in a row are of one type. */
  private String lastType = "";

  private @Nullable TypedSums last;

  EdgeSums(EdgeConfig config) {
    decays = new Decays(config);
    // Most need not know: a weight travels without its users then.
    usersMask = config.minSupport() == 1 ? 0 : -1;
  }

  /** False where the update's time is too far from those here to be summed with them. */
  boolean accepts(EdgeUpdate update) {
    TypedSums sums = find(update.neighborType());
    return sums == null ? byType.size() < MOST_TYPES : sums.accepts(update.atMillis());
  }

  /** Adds an update that is accepted. */
  void add(EdgeUpdate update) {
    String type = update.neighborType();
    TypedSums sums = find(type);
    if (sums == null) {
      sums = new TypedSums(type, decays.of(type), numbers);
      byType.put(type, sums);
      last = sums;
    }
    sums.add(update, update.users() & usersMask);
    size++;
  }

  @SuppressWarnings("ReferenceEquality") // the same object is the same type; others are looked up
  private @Nullable TypedSums find(String type) {
    if (type != lastType) {
      last = byType.get(type);
      lastType = type;
    }
    return last;
  }

  /** Updates added since the last drain. */
  int size() {
    return size;
  }

  /** Hands on one change per item and neighbor type, and is empty afterwards. */
  void drain(Consumer<EdgeChanges> out) {
    byType.values().forEach(sums -> sums.drain(writer, out));
    size = 0;
    if (byType.size() >= MOST_TYPES) {
      byType.clear();
      last = null;
    }
    if (numbers.size() > MOST_ITEMS) {
      numbers.forget();
    }
  }
}
