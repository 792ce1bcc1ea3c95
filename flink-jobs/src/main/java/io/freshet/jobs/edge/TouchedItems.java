package io.freshet.jobs.edge;

import io.freshet.jobs.record.EdgeUpdate;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The items of a bundle by their numbers: of each how many updates there are, and what they have in
 * common. Mutable, one owner, one thread.
 */
final class TouchedItems {
  private static final int LEAST = 64;

  private int[] order = new int[LEAST];
  private int size;

  // By number of the item.
  private int[] counts = new int[LEAST];
  private int[] ends = new int[LEAST];
  private @Nullable String[] types = new String[LEAST];
  private long[] asOfMillis = new long[LEAST];
  private long[] ingestedAtMillis = new long[LEAST];

  /** How many items there are. */
  int size() {
    return size;
  }

  /** Number of the item that came as the n-th. */
  int item(int at) {
    return order[at];
  }

  /** Type of the item by its last update. */
  @SuppressWarnings("NullAway") // set for every touched item
  String type(int item) {
    return types[item];
  }

  /** Newest time of an update. */
  long asOfMillis(int item) {
    return asOfMillis[item];
  }

  /** When Kafka took the oldest event. */
  long ingestedAtMillis(int item) {
    return ingestedAtMillis[item];
  }

  void add(int item, EdgeUpdate update) {
    if (item >= counts.length) {
      grow(item);
    }
    if (counts[item]++ == 0) {
      touch(item);
    }
    types[item] = update.itemType();
    asOfMillis[item] = Math.max(asOfMillis[item], update.atMillis());
    ingestedAtMillis[item] = Math.min(ingestedAtMillis[item], update.ingestedAtMillis());
  }

  /** Sets for each item where its updates end, when all lie in the order of their items. */
  void toEnds() {
    int end = 0;
    for (int i = 0; i < size; i++) {
      end += counts[order[i]];
      ends[order[i]] = end;
    }
  }

  int end(int item) {
    return ends[item];
  }

  /** The place before the item's end, which is its end from here on. */
  int placeBefore(int item) {
    return --ends[item];
  }

  void forget() {
    for (int i = 0; i < size; i++) {
      counts[order[i]] = 0;
    }
    size = 0;
  }

  private void touch(int item) {
    if (size == order.length) {
      order = Arrays.copyOf(order, 2 * size);
    }
    order[size++] = item;
    asOfMillis[item] = Long.MIN_VALUE;
    ingestedAtMillis[item] = Long.MAX_VALUE;
  }

  private void grow(int item) {
    int length = Math.max(2 * counts.length, item + 1);
    counts = Arrays.copyOf(counts, length);
    ends = Arrays.copyOf(ends, length);
    types = Arrays.copyOf(types, length);
    asOfMillis = Arrays.copyOf(asOfMillis, length);
    ingestedAtMillis = Arrays.copyOf(ingestedAtMillis, length);
  }
}
