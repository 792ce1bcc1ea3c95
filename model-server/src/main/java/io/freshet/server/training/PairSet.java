package io.freshet.server.training;

import java.util.Arrays;

/** A set of unordered pairs of items; asking costs as much as the first item has pairs. */
final class PairSet {
  private final int[] heads;
  private final int[] next;
  private final int[] others;
  private int size;

  /**
   * An empty set.
   *
   * @param items number of items
   * @param pairs most pairs that will be added
   */
  PairSet(int items, int pairs) {
    heads = new int[items];
    Arrays.fill(heads, -1);
    next = new int[2 * pairs];
    others = new int[2 * pairs];
  }

  void add(int a, int b) {
    link(a, b);
    link(b, a);
  }

  boolean contains(int a, int b) {
    for (int k = heads[a]; k >= 0; k = next[k]) {
      if (others[k] == b) {
        return true;
      }
    }
    return false;
  }

  private void link(int from, int to) {
    others[size] = to;
    next[size] = heads[from];
    heads[from] = size++;
  }
}
