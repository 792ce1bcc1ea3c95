package io.freshet.server.evaluation;

import java.util.BitSet;
import java.util.Comparator;
import java.util.stream.IntStream;

/**
 * The items about as popular as another: its nearest in the order of popularity, half of them less
 * popular and half more, of those equally popular the ones with near numbers. A target that is
 * ranked above them is known for more than its popularity. Immutable.
 */
final class PopularityNeighbors {
  static final int NEIGHBORS = 100;

  private final int[] order;
  private final int[] places;

  private PopularityNeighbors(int[] order, int[] places) {
    this.order = order;
    this.places = places;
  }

  /**
   * Among candidates.
   *
   * @param popularity per item
   */
  static PopularityNeighbors of(int[] popularity, BitSet candidates) {
    int[] order =
        IntStream.range(0, popularity.length)
            .filter(candidates::get)
            .boxed()
            .sorted(
                Comparator.<Integer>comparingInt(item -> popularity[item])
                    .thenComparing(Comparator.naturalOrder()))
            .mapToInt(Integer::intValue)
            .toArray();
    int[] places = new int[popularity.length];
    for (int place = 0; place < order.length; place++) {
      places[order[place]] = place;
    }
    return new PopularityNeighbors(order, places);
  }

  /**
   * Share of the nearest items that score less than a target; equal scores count half. What is
   * masked and other targets are passed over. A half where nothing is left to compare with.
   */
  float shareBelow(int target, float[] scores, boolean[] masked, int[] targets) {
    int left = places[target] - 1;
    int right = places[target] + 1;
    double below = 0;
    int compared = 0;
    while (compared < NEIGHBORS && (left >= 0 || right < order.length)) {
      // In turns, so that neither side is favored; what one side lacks the other makes up for.
      boolean takesLeft = right >= order.length || (left >= 0 && compared % 2 == 0);
      int other = takesLeft ? order[left--] : order[right++];
      if (!masked[other] && !contains(targets, other)) {
        compared++;
        below += scores[other] < scores[target] ? 1 : scores[other] == scores[target] ? 0.5 : 0;
      }
    }
    return compared == 0 ? 0.5f : (float) (below / compared);
  }

  private static boolean contains(int[] values, int value) {
    for (int candidate : values) {
      if (candidate == value) {
        return true;
      }
    }
    return false;
  }
}
