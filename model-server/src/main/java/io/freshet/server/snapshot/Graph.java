package io.freshet.server.snapshot;

import java.util.Arrays;
import java.util.function.LongPredicate;

/**
 * Neighborhoods of items as flat arrays: the neighbors of item i in slot t (one slot per known
 * neighbor type, the last for all other types) lie at [start(i, t), end(i, t)), heaviest first as
 * they came. Immutable.
 */
public final class Graph {
  private final int items;
  private final int slots;
  private final int[] starts;
  private final int[] neighbors;
  private final float[] shares;

  /**
   * Wraps the arrays, which are not copied.
   *
   * @param slots known neighbor types and one more
   * @param starts items * slots + 1 offsets, row-major by item
   * @param neighbors item number per entry
   * @param shares share per entry; those of an item and slot sum to at most 1
   */
  public Graph(int items, int slots, int[] starts, int[] neighbors, float[] shares) {
    this.items = items;
    this.slots = slots;
    this.starts = starts;
    this.neighbors = neighbors;
    this.shares = shares;
  }

  /** Number of items. */
  public int items() {
    return items;
  }

  /** Number of slots: known neighbor types and one more. */
  public int slots() {
    return slots;
  }

  /** Number of (item, neighbor) entries. */
  public int edges() {
    return neighbors.length;
  }

  /** Position of the first neighbor of an item in a slot. */
  public int start(int item, int slot) {
    return starts[item * slots + slot];
  }

  /** Position after the last neighbor of an item in a slot. */
  public int end(int item, int slot) {
    return starts[item * slots + slot + 1];
  }

  /** Number of neighbors of an item over all slots. */
  public int degree(int item) {
    return starts[(item + 1) * slots] - starts[item * slots];
  }

  /** Item number at a position. */
  public int neighbor(int position) {
    return neighbors[position];
  }

  /** Share at a position. */
  public float share(int position) {
    return shares[position];
  }

  /** One number for an unordered pair of items. */
  public static long pair(int a, int b) {
    return (long) Math.min(a, b) << 32 | Math.max(a, b);
  }

  /** This graph without the pairs; what is left of a neighborhood keeps the sum of its shares. */
  public Graph without(LongPredicate removed) {
    int[] newStarts = new int[starts.length];
    int[] newNeighbors = new int[neighbors.length];
    float[] newShares = new float[shares.length];
    int size = 0;
    for (int row = 0; row < items * slots; row++) {
      int begin = size;
      double all = 0;
      double kept = 0;
      for (int position = starts[row]; position < starts[row + 1]; position++) {
        all += shares[position];
        if (!removed.test(pair(row / slots, neighbors[position]))) {
          kept += shares[position];
          newNeighbors[size] = neighbors[position];
          newShares[size++] = shares[position];
        }
      }
      for (int position = begin; position < size; position++) {
        newShares[position] *= (float) (all / kept);
      }
      newStarts[row + 1] = size;
    }
    return new Graph(
        items, slots, newStarts, Arrays.copyOf(newNeighbors, size), Arrays.copyOf(newShares, size));
  }

  /**
   * The same neighbors in other slots. What shares a new slot keeps its shares, so they may sum to
   * more than 1.
   *
   * @param slotOf new slot of each slot
   * @param newSlots number of new slots
   */
  public Graph regrouped(int[] slotOf, int newSlots) {
    int[] newStarts = new int[items * newSlots + 1];
    int[] newNeighbors = new int[neighbors.length];
    float[] newShares = new float[shares.length];
    int size = 0;
    for (int row = 0; row < items * newSlots; row++) {
      int item = row / newSlots;
      for (int slot = 0; slot < slots; slot++) {
        if (slotOf[slot] == row % newSlots) {
          int length = end(item, slot) - start(item, slot);
          System.arraycopy(neighbors, start(item, slot), newNeighbors, size, length);
          System.arraycopy(shares, start(item, slot), newShares, size, length);
          size += length;
        }
      }
      newStarts[row + 1] = size;
    }
    return new Graph(items, newSlots, newStarts, newNeighbors, newShares);
  }
}
