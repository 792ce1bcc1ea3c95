package io.freshet.server.model;

import java.util.Arrays;
import java.util.function.IntUnaryOperator;

/**
 * How much each item of a user's history weighs in the means that the query tower reads: of the
 * newest {@link #DEPTH} distinct items, the k-th newest of a slot weighs {@link #DECAY}^k, and the
 * weights of a slot sum to 1.
 *
 * <p>Mutable scratch, one owner, one thread.
 */
public final class HistoryPooling {
  /** Most distinct items that count. */
  public static final int DEPTH = 50;

  /** Weight of an item over that of the next newer one of its slot. */
  public static final double DECAY = 0.9;

  /** Strength below which an interaction is a weak signal, pooled apart. */
  public static final double WEAK_BELOW = 0.5;

  private final int[] items = new int[DEPTH];
  private final int[] slots = new int[DEPTH];
  private final double[] weights = new double[DEPTH];
  private final double[] next;
  private final double[] sums;
  private int size;

  /**
   * Pooling into slots.
   *
   * @param slotCount number of slots, see {@link TowerShape#slots}
   */
  public HistoryPooling(int slotCount) {
    next = new double[slotCount];
    sums = new double[slotCount];
  }

  /** Receives what counts. */
  @FunctionalInterface
  public interface Sink {
    /** An item of a slot and its share of the slot's mean. */
    void add(int slot, int item, float share);
  }

  /**
   * Pools a history.
   *
   * @param events number of events
   * @param item item number of an event, by its place; the oldest is at 0
   * @param slot slot of an event, by its place
   */
  public void pool(int events, IntUnaryOperator item, IntUnaryOperator slot, Sink sink) {
    size = 0;
    Arrays.fill(next, 1);
    Arrays.fill(sums, 0);
    for (int place = events - 1; place >= 0 && size < DEPTH; place--) {
      take(item.applyAsInt(place), slot, place);
    }
    for (int k = 0; k < size; k++) {
      sink.add(slots[k], items[k], (float) (weights[k] / sums[slots[k]]));
    }
  }

  private void take(int item, IntUnaryOperator slot, int place) {
    for (int k = 0; k < size; k++) {
      if (items[k] == item) {
        return;
      }
    }
    int own = slot.applyAsInt(place);
    items[size] = item;
    slots[size] = own;
    weights[size++] = next[own];
    sums[own] += next[own];
    next[own] *= DECAY;
  }
}
