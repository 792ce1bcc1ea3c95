package io.freshet.jobs.edge;

import io.freshet.jobs.decay.ForwardDecay;
import java.util.Arrays;
import java.util.BitSet;
import java.util.function.IntPredicate;

/**
 * The weights of neighbors that had to leave, by a hash of their ids: a neighbor that comes back
 * goes on where it stopped. Eight bytes each: four of the hash, and the upper four of the double,
 * which keep its range and twenty bits of it. So a weight is rounded, by one part in two million at
 * most, each time its neighbor leaves.
 *
 * <p>Two ids of one hash are taken for one: of a thousand remembered ones, a newcomer meets one by
 * mistake once in four million times. Over the limit, the lightest go until three quarters of it
 * are left, and start from zero when they come back. Likewise a takedown of another item is one of
 * this neighbor, with the same odds.
 *
 * <p>Mutable, one owner, one thread. Hashes lie sorted, with the weights beside them: cost of a
 * look-up is a binary search, of an addition a merge.
 */
final class Evicted {
  private static final long INDEX = 0xFFFF_FFFFL;
  private static final long HALF = 0x8000_0000L;

  private int[] hashes;

  /** Upper halves of the weights. */
  private int[] stored;

  /** Of none. */
  Evicted() {
    this(new int[0], new int[0]);
  }

  /**
   * As read from state; the arrays are this object's from here on.
   *
   * @param hashes in ascending order
   * @param stored upper half of each weight
   */
  Evicted(int[] hashes, int[] stored) {
    this.hashes = hashes;
    this.stored = stored;
  }

  int size() {
    return hashes.length;
  }

  /** True when every weight was taken or forgotten. */
  boolean areNone() {
    return Arrays.stream(stored).allMatch(weight -> weight == 0);
  }

  int hash(int at) {
    return hashes[at];
  }

  /** Upper half of the weight. */
  int stored(int at) {
    return stored[at];
  }

  /** Weight of the neighbor, which is forgotten here; 0 where none is remembered. */
  double take(ItemId id) {
    int at = hashes.length == 0 ? -1 : Arrays.binarySearch(hashes, id.hash);
    if (at < 0) {
      return 0;
    }
    double taken = weight(stored[at]);
    stored[at] = 0;
    return taken;
  }

  /** Remembers the candidates that are not kept; at most so many in all. */
  void add(CandidateTable candidates, BitSet kept, int limit) {
    long[] leaving = new long[candidates.size() - kept.cardinality()];
    int count = 0;
    for (int i = kept.nextClearBit(0); i < candidates.size(); i = kept.nextClearBit(i + 1)) {
      leaving[count++] = (long) candidates.hash(i) << Integer.SIZE | i;
    }
    Arrays.sort(leaving);
    merge(leaving, candidates);
    if (hashes.length > limit) {
      forgetLightest(limit - limit / 4);
    }
  }

  /** Forgets the neighbors whose hashes a test names. */
  void forgetIf(IntPredicate unwanted) {
    for (int i = 0; i < hashes.length; i++) {
      if (unwanted.test(hashes[i])) {
        stored[i] = 0;
      }
    }
  }

  void moveLandmark(long landmark, long newLandmark, ForwardDecay decay) {
    for (int i = 0; i < stored.length; i++) {
      stored[i] = upperHalf(decay.moved(weight(stored[i]), landmark, newLandmark));
    }
  }

  /**
   * Merges two ascending sequences, without the weights that were taken.
   *
   * @param leaving hash above, position below
   */
  private void merge(long[] leaving, CandidateTable candidates) {
    int[] mergedHashes = new int[hashes.length + leaving.length];
    int[] mergedStored = new int[mergedHashes.length];
    int size = 0;
    int next = 0;
    for (long each : leaving) {
      int hash = (int) (each >> Integer.SIZE);
      for (; next < hashes.length && hashes[next] <= hash; next++) {
        if (stored[next] > 0) {
          mergedHashes[size] = hashes[next];
          mergedStored[size++] = stored[next];
        }
      }
      mergedHashes[size] = hash;
      mergedStored[size++] = upperHalf(candidates.stored((int) (each & INDEX)));
    }
    for (; next < hashes.length; next++) {
      if (stored[next] > 0) {
        mergedHashes[size] = hashes[next];
        mergedStored[size++] = stored[next];
      }
    }
    hashes = Arrays.copyOf(mergedHashes, size);
    stored = Arrays.copyOf(mergedStored, size);
  }

  /** Keeps the heaviest so many; of equal weights, those of the smaller hashes. */
  private void forgetLightest(int places) {
    double[] weights = new double[stored.length];
    for (int i = 0; i < stored.length; i++) {
      weights[i] = weight(stored[i]);
    }
    int least = upperHalf(Selection.largest(weights, weights.length, places));
    int equal = places;
    for (int weight : stored) {
      equal -= weight > least ? 1 : 0;
    }
    int size = 0;
    for (int i = 0; i < stored.length; i++) {
      if (stored[i] > least || (stored[i] == least && equal-- > 0)) {
        hashes[size] = hashes[i];
        stored[size++] = stored[i];
      }
    }
    hashes = Arrays.copyOf(hashes, size);
    stored = Arrays.copyOf(stored, size);
  }

  /** Of positive numbers, as comparable as they are; rounded to the nearest. */
  static int upperHalf(double weight) {
    return (int) ((Double.doubleToRawLongBits(weight) + HALF) >>> Integer.SIZE);
  }

  private static double weight(int upperHalf) {
    return Double.longBitsToDouble((long) upperHalf << Integer.SIZE);
  }
}
