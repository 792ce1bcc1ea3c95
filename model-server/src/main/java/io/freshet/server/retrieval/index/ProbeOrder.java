package io.freshet.server.retrieval.index;

/**
 * Positions by falling score, as many as are asked for: a heap built in O(n), O(log n) each; equal
 * scores by position. Sorting all would cost more than scanning the few lists that are wanted.
 */
final class ProbeOrder {
  private final long[] heap;
  private int size;

  ProbeOrder(float[] scores) {
    size = scores.length;
    heap = new long[size];
    for (int position = 0; position < size; position++) {
      heap[position] = key(scores[position], position);
    }
    for (int parent = size / 2 - 1; parent >= 0; parent--) {
      sink(parent);
    }
  }

  boolean hasNext() {
    return size > 0;
  }

  int next() {
    int position = (int) heap[0];
    size--;
    heap[0] = heap[size];
    sink(0);
    return position;
  }

  /** How many positions are left. */
  int size() {
    return size;
  }

  /** One of the positions left, roughly by falling score; the 0th is the next. */
  int position(int i) {
    return (int) heap[i];
  }

  /** Ascending keys are falling scores: float bits in the order of integers, turned round. */
  static long key(float score, int position) {
    int bits = Float.floatToIntBits(score);
    int ascending = bits ^ ((bits >> 31) & Integer.MAX_VALUE);
    return ((long) ~ascending << 32) | position;
  }

  private void sink(int from) {
    long sinking = heap[from];
    int parent = from;
    int child = 2 * parent + 1;
    while (child < size) {
      if (child + 1 < size && heap[child + 1] < heap[child]) {
        child++;
      }
      if (heap[child] >= sinking) {
        break;
      }
      heap[parent] = heap[child];
      parent = child;
      child = 2 * parent + 1;
    }
    heap[parent] = sinking;
  }
}
