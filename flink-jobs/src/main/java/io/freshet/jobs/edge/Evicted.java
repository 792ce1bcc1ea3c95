package io.freshet.jobs.edge;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.freshet.jobs.decay.ForwardDecay;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import org.apache.datasketches.hash.MurmurHash3;

/**
 * The weights of neighbors that had to leave, by a hash of their ids: a neighbor that comes back
 * goes on where it stopped. Twelve bytes each, where a candidate takes those and its id.
 *
 * <p>Two ids of one hash are taken for one: of a thousand remembered ones, a newcomer meets one by
 * mistake once in four million times. Over the limit, the lightest go until three quarters of it
 * are left, and start from zero when they come back.
 *
 * <p>Mutable, one owner, one thread. Hashes lie sorted, with the weights beside them: cost of a
 * look-up is a binary search, of an addition a sort.
 */
final class Evicted {
  private static final long SEED = 0x65766963746564L;

  private record Weight(int hash, double stored) {
    static final Comparator<Weight> HEAVIEST_FIRST =
        Comparator.comparingDouble((Weight weight) -> -weight.stored)
            .thenComparingInt(Weight::hash);
  }

  private int[] hashes;
  private double[] stored;

  /** Of none. */
  Evicted() {
    this(new int[0], new double[0]);
  }

  /**
   * As read from state; the arrays are this object's from here on.
   *
   * @param hashes in ascending order
   * @param stored weight of each
   */
  Evicted(int[] hashes, double[] stored) {
    this.hashes = hashes;
    this.stored = stored;
  }

  int size() {
    return hashes.length;
  }

  int hash(int at) {
    return hashes[at];
  }

  double stored(int at) {
    return stored[at];
  }

  /** Weight of the neighbor, which is forgotten here; 0 where none is remembered. */
  double take(String itemId) {
    int at = hashes.length == 0 ? -1 : Arrays.binarySearch(hashes, hash(itemId));
    if (at < 0) {
      return 0;
    }
    double taken = stored[at];
    stored[at] = 0;
    return taken;
  }

  /** Remembers candidates that leave; at most so many in all. */
  void add(List<Candidate> leaving, int limit) {
    List<Weight> all = new ArrayList<>(hashes.length + leaving.size());
    for (int i = 0; i < hashes.length; i++) {
      if (stored[i] > 0) {
        all.add(new Weight(hashes[i], stored[i]));
      }
    }
    leaving.forEach(candidate -> all.add(new Weight(hash(candidate.itemId), candidate.stored)));
    if (all.size() > limit) {
      all.sort(Weight.HEAVIEST_FIRST);
      all.subList(limit - limit / 4, all.size()).clear();
    }
    all.sort(Comparator.comparingInt(Weight::hash));
    hashes = all.stream().mapToInt(Weight::hash).toArray();
    stored = all.stream().mapToDouble(Weight::stored).toArray();
  }

  void moveLandmark(long landmark, long newLandmark, ForwardDecay decay) {
    for (int i = 0; i < stored.length; i++) {
      stored[i] = decay.moved(stored[i], landmark, newLandmark);
    }
  }

  private static int hash(String itemId) {
    return (int) MurmurHash3.hash(itemId.getBytes(UTF_8), SEED)[0];
  }
}
