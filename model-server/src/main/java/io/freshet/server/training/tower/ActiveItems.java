package io.freshet.server.training.tower;

import io.freshet.server.snapshot.EventLog;
import io.freshet.server.snapshot.Graph;
import io.freshet.server.snapshot.Snapshot;
import java.util.Arrays;

/**
 * The items of a block under numbers of their own, so that a step costs nothing for items nobody
 * had met yet. Immutable.
 */
final class ActiveItems {
  private final int[] items;
  private final int[] numbers;

  private ActiveItems(int[] items, int[] numbers) {
    this.items = items;
    this.numbers = numbers;
  }

  /**
   * The items seen in a snapshot or in some events after it.
   *
   * @param from first event
   * @param to after the last event
   */
  static ActiveItems of(Snapshot snapshot, EventLog events, int from, int to) {
    boolean[] active = new boolean[snapshot.items()];
    for (int item = 0; item < active.length; item++) {
      active[item] = snapshot.isSeen(item);
    }
    for (int event = from; event < to; event++) {
      active[events.item(event)] = true;
    }
    int[] items = new int[active.length];
    int[] numbers = new int[active.length];
    Arrays.fill(numbers, -1);
    int size = 0;
    for (int item = 0; item < active.length; item++) {
      if (active[item]) {
        numbers[item] = size;
        items[size++] = item;
      }
    }
    return new ActiveItems(Arrays.copyOf(items, size), numbers);
  }

  int size() {
    return items.length;
  }

  /** The items by their number here; not to be written to. */
  int[] items() {
    return items;
  }

  /** Number of an item here, -1 where it is not active. */
  int number(int item) {
    return numbers[item];
  }

  /** A graph under these numbers; neighbors that are not active are left out. */
  Graph graph(Graph graph) {
    int slots = graph.slots();
    int[] starts = new int[items.length * slots + 1];
    int[] neighbors = new int[graph.edges()];
    float[] shares = new float[graph.edges()];
    int size = 0;
    for (int row = 0; row < items.length * slots; row++) {
      int item = items[row / slots];
      for (int k = graph.start(item, row % slots); k < graph.end(item, row % slots); k++) {
        if (numbers[graph.neighbor(k)] >= 0) {
          neighbors[size] = numbers[graph.neighbor(k)];
          shares[size++] = graph.share(k);
        }
      }
      starts[row + 1] = size;
    }
    return new Graph(
        items.length, slots, starts, Arrays.copyOf(neighbors, size), Arrays.copyOf(shares, size));
  }
}
