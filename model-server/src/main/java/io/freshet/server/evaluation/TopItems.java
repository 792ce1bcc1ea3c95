package io.freshet.server.evaluation;

/**
 * The best items of one scoring, best first; of equal scores, the smaller item number first. This
 * is the one tie rule of all figures.
 *
 * <p>Mutable scratch, one owner, one thread. Cost: one pass over the items, and log k for each that
 * enters.
 */
final class TopItems {
  private final int limit;
  private final int[] heap;
  private int size;

  TopItems(int limit) {
    this.limit = limit;
    heap = new int[limit];
  }

  /**
   * Selects the best of the items that may be recommended.
   *
   * @param masked true for those that may not
   * @return items, best first; at most the limit
   */
  int[] select(float[] scores, boolean[] masked) {
    size = 0;
    for (int item = 0; item < scores.length; item++) {
      if (!masked[item] && (size < limit || isBefore(scores, item, heap[0]))) {
        add(scores, item);
      }
    }
    int[] best = new int[size];
    for (int k = best.length - 1; k >= 0; k--) {
      best[k] = heap[0];
      heap[0] = heap[--size];
      sink(scores);
    }
    return best;
  }

  static boolean isBefore(float[] scores, int one, int other) {
    return scores[one] > scores[other] || (scores[one] == scores[other] && one < other);
  }

  /** The worst of the best is at the root. */
  private void add(float[] scores, int item) {
    if (size == limit) {
      heap[0] = item;
      sink(scores);
      return;
    }
    int place = size++;
    heap[place] = item;
    while (place > 0 && isBefore(scores, heap[(place - 1) / 2], heap[place])) {
      swap(place, (place - 1) / 2);
      place = (place - 1) / 2;
    }
  }

  private void sink(float[] scores) {
    int place = 0;
    while (2 * place + 1 < size) {
      int worse = 2 * place + 1;
      if (worse + 1 < size && isBefore(scores, heap[worse], heap[worse + 1])) {
        worse++;
      }
      if (!isBefore(scores, heap[place], heap[worse])) {
        return;
      }
      swap(place, worse);
      place = worse;
    }
  }

  private void swap(int one, int other) {
    int item = heap[one];
    heap[one] = heap[other];
    heap[other] = item;
  }
}
