package io.freshet.benchmarks.retrieval;

import io.freshet.server.retrieval.index.Vectors;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;
import java.util.stream.IntStream;

/** The nearest items of every query, by scoring all. */
final class Truth {

  private final int[][] nearest;

  private Truth(int[][] nearest) {
    this.nearest = nearest;
  }

  /**
   * As the set stands now.
   *
   * @param limit items per query
   * @param labelsBelow only items whose labels are below; 100 for all
   */
  static Truth of(VectorSet set, int limit, int labelsBelow) {
    int[][] nearest =
        IntStream.range(0, set.queries().length)
            .parallel()
            .mapToObj(query -> nearest(set, set.queries()[query], limit, labelsBelow))
            .toArray(int[][]::new);
    return new Truth(nearest);
  }

  /** Share of the first so many true items of a query that were found. */
  double recall(int query, int[] found, int limit) {
    int[] wanted = Arrays.copyOf(nearest[query], Math.min(limit, nearest[query].length));
    Set<Integer> held = new HashSet<>();
    for (int i = 0; i < Math.min(limit, found.length); i++) {
      held.add(found[i]);
    }
    long hits = Arrays.stream(wanted).filter(held::contains).count();
    return (double) hits / wanted.length;
  }

  private static int[] nearest(VectorSet set, float[] query, int limit, int labelsBelow) {
    float[][] items = set.items();
    long[] best = new long[limit];
    Arrays.fill(best, Long.MIN_VALUE);
    int held = 0;
    for (int item = 0; item < items.length; item++) {
      if (item % Contender.LABELS < labelsBelow) {
        long key = key(Vectors.dot(items[item], 0, query), item);
        if (held < limit || key > best[0]) {
          // Insertion into a sorted row: cheap, since few items get in.
          int at = Arrays.binarySearch(best, key);
          int place = (at < 0 ? -at - 1 : at) - 1;
          System.arraycopy(best, 1, best, 0, place);
          best[place] = key;
          held++;
        }
      }
    }
    int count = Math.min(limit, held);
    int[] nearest = new int[count];
    for (int i = 0; i < count; i++) {
      nearest[i] = ~(int) best[limit - 1 - i];
    }
    return nearest;
  }

  /** Ascending by score; equal scores by falling item number. */
  private static long key(float score, int item) {
    int bits = Float.floatToIntBits(score);
    int ascending = bits ^ ((bits >> 31) & Integer.MAX_VALUE);
    return ((long) ascending << 32) | (~item & 0xFFFF_FFFFL);
  }
}
