package io.freshet.jobs.edge;

import io.freshet.jobs.record.EdgeUpdate;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Weights to add to one item's neighbors. They are only noted as they come, and summed per neighbor
 * when they are written: so the table that finds equal neighbors is in use for one item at a time.
 * Mutable, one owner, one thread.
 */
final class ItemSums {
  private @Nullable String[] neighbors = new String[4];
  private double[] weights = new double[4];
  private int size;

  String itemType = "";
  long asOfMillis = Long.MIN_VALUE;
  long ingestedAtMillis = Long.MAX_VALUE;

  void add(EdgeUpdate update, double weight) {
    if (size == neighbors.length) {
      neighbors = Arrays.copyOf(neighbors, 2 * size);
      weights = Arrays.copyOf(weights, 2 * size);
    }
    neighbors[size] = update.neighborId();
    weights[size++] = weight;
    itemType = update.itemType();
    asOfMillis = Math.max(asOfMillis, update.atMillis());
    ingestedAtMillis = Math.min(ingestedAtMillis, update.ingestedAtMillis());
  }

  /**
   * Writes each neighbor once, in the order of its first weight. This object is of no use after.
   *
   * @return how many there are
   */
  int write(WeightsWriter writer) {
    int distinct = sum();
    for (int i = 0; i < distinct; i++) {
      writer.add(neighbor(i), weights[i]);
    }
    return distinct;
  }

  private int sum() {
    int mask = Integer.highestOneBit(4 * size) - 1;
    int[] positions = new int[mask + 1];
    int distinct = 0;
    for (int i = 0; i < size; i++) {
      String neighbor = neighbor(i);
      int slot = spread(neighbor) & mask;
      while (positions[slot] != 0 && !neighbor(positions[slot] - 1).equals(neighbor)) {
        slot = (slot + 1) & mask;
      }
      if (positions[slot] == 0) {
        neighbors[distinct] = neighbor;
        weights[distinct] = weights[i];
        positions[slot] = ++distinct;
      } else {
        weights[positions[slot] - 1] += weights[i];
      }
    }
    return distinct;
  }

  @SuppressWarnings("NullAway") // neighbors below size are set
  private String neighbor(int at) {
    return neighbors[at];
  }

  private static int spread(String id) {
    int mixed = id.hashCode() * 0x9E3779B9;
    return mixed ^ (mixed >>> 16);
  }
}
