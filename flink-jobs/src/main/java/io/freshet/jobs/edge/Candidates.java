package io.freshet.jobs.edge;

import io.freshet.jobs.decay.ForwardDecay;
import io.freshet.schemas.Neighbor;
import io.freshet.schemas.Relation;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.function.IntToDoubleFunction;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The neighbors of one item that are of one type, with decayed weights.
 *
 * <p>Weights are stored by forward decay relative to one landmark, so adding is order-free and time
 * changes nothing (see {@link ForwardDecay}).
 *
 * <p>Eviction: once there are more than {@code limit} candidates, the lightest go until three
 * quarters of the limit are left; of equal weights the larger id goes. Room is made for many at
 * once, so that a newcomer is not thrown out at its first event. What an evicted neighbor weighed
 * is remembered under the hash of its id ({@link Evicted}), up to four times the limit, and it goes
 * on from there when it comes back: without that, a neighbor that rises late would have to outweigh
 * years of the others between two evictions, and would never get in. So weights are exact until the
 * first eviction, off by a part in two million for each time that their neighbor had to leave, and
 * too small only once a remembered one was forgotten. The top 64 of 256 overlap with exact counting
 * by at least .98 on skewed streams of up to 20,000 neighbors; with nothing remembered it was .78
 * to .98.
 *
 * <p>Mutable, one owner, one thread. Cost of adding: a hash look-up; of the top K of n: about 3 n,
 * and most questions for the drift are answered without it ({@link DriftBound}).
 */
final class Candidates {
  private static final int EVICTED_PER_CANDIDATE = 4;

  private final Shown shown;
  private final CandidateTable table;
  private final DriftBound driftBound = new DriftBound();
  private final Evicted evicted;
  private long landmark;

  /** The top K, while they are still those. */
  private @Nullable BitSet top;

  /**
   * Published shares of neighbors that have been dropped since: they are part of the drift, and
   * their candidates are no longer here to tell.
   */
  private float lostShare;

  Candidates(Shown shown, long landmark) {
    this(shown, landmark, 0, new CandidateTable(), new Evicted());
  }

  /** As read from state; the table and the evicted are this object's from here on. */
  Candidates(Shown shown, long landmark, float lostShare, CandidateTable table, Evicted evicted) {
    this.shown = shown;
    this.table = table;
    this.evicted = evicted;
    this.landmark = landmark;
    this.lostShare = lostShare;
  }

  long landmark() {
    return landmark;
  }

  float lostShare() {
    return lostShare;
  }

  Evicted evicted() {
    return evicted;
  }

  /** True when no neighbor is here, and none is remembered as evicted. */
  boolean areNone() {
    return table.size() == 0 && evicted.areNone();
  }

  /** For reading. */
  CandidateTable table() {
    return table;
  }

  /**
   * Adds weight to a neighbor.
   *
   * @param weight relative to the given landmark
   * @param users bits of the users behind it
   */
  void add(ItemId neighborId, double weight, int users, long weightLandmark, ForwardDecay decay) {
    if (weightLandmark - landmark >= ForwardDecay.MAX_PERIODS) {
      moveLandmark(weightLandmark, decay);
    }
    double added =
        weightLandmark == landmark ? weight : decay.moved(weight, weightLandmark, landmark);
    if (added <= 0) {
      return;
    }
    top = null;
    int position = table.find(neighborId);
    double before = 0;
    if (position >= 0) {
      before = shownWeight(position);
      table.setStored(position, table.stored(position) + added);
      table.addUsers(position, users);
    } else {
      position = table.size();
      table.append(neighborId, evicted.take(neighborId) + added, 0, users);
    }
    driftBound.grew(before, shownWeight(position));
  }

  /** Evicts the lightest once there are more than the limit. */
  void evict(int limit) {
    if (table.size() <= limit) {
      return;
    }
    int places = Math.max(1, limit - limit / 4);
    BitSet kept = heaviest(weights(table::stored), places);
    evicted.add(table, kept, EVICTED_PER_CANDIDATE * limit);
    drop(kept);
    // A lighter one than those that go may be shown, where many are not for lack of support.
    if (places < shown.topK() || shown.minSupport() > 1) {
      driftBound.forget();
    }
  }

  /** Drops the neighbors that an id test names; true when there was one. */
  boolean dropIf(Predicate<String> unwanted) {
    BitSet kept = new BitSet(table.size());
    for (int i = 0; i < table.size(); i++) {
      kept.set(i, !unwanted.test(table.id(i).text()));
    }
    boolean dropped = kept.cardinality() < table.size();
    if (dropped) {
      drop(kept);
      driftBound.forget();
    }
    return dropped;
  }

  /** True when the top K's shares have drifted by more than this; see {@link #drift}. */
  boolean driftsBeyond(double epsilon) {
    return driftBound.bound() > epsilon && drift() > epsilon;
  }

  /** At least the drift, without selecting the top K. */
  double driftBound() {
    return driftBound.bound();
  }

  /** L1 distance of the top K's shares to the last published ones: from 0 to 2. */
  double drift() {
    BitSet top = top();
    double sum = sum(top);
    double lightest = top.cardinality() < shown.topK() ? 0 : Double.MAX_VALUE;
    // Sum over all of |share - published|, where only the top K have a share now.
    double distance = lostShare;
    for (int i = 0; i < table.size(); i++) {
      float before = table.published(i);
      distance += top.get(i) ? Math.abs(table.stored(i) / sum - before) : before;
      lightest = top.get(i) ? Math.min(lightest, table.stored(i)) : lightest;
    }
    driftBound.exact(distance, sum, lightest);
    return distance;
  }

  /** The top K as a published record; remembers its shares as the published ones. */
  Relation publish(String neighborType, long asOfMillis, ForwardDecay decay) {
    BitSet top = top();
    this.top = null;
    double sum = sum(top);
    double total = 0;
    lostShare = 0;
    for (int i = 0; i < table.size(); i++) {
      total += table.stored(i);
      table.setPublished(i, top.get(i) ? (float) (table.stored(i) / sum) : 0);
    }
    List<Neighbor> neighbors = new ArrayList<>(top.cardinality());
    double lightest = top.cardinality() < shown.topK() ? 0 : Double.MAX_VALUE;
    for (int position : heaviestFirst(top)) {
      neighbors.add(new Neighbor(table.id(position).text(), table.published(position)));
      lightest = Math.min(lightest, table.stored(position));
    }
    driftBound.exact(0, sum, lightest);
    return new Relation(neighborType, decay.weight(total, landmark, asOfMillis), neighbors);
  }

  private void drop(BitSet kept) {
    top = null;
    for (int i = kept.nextClearBit(0); i < table.size(); i = kept.nextClearBit(i + 1)) {
      lostShare += table.published(i);
    }
    table.retain(kept::get);
  }

  private BitSet top() {
    BitSet found = top;
    if (found == null) {
      found = heaviest(weights(this::shownWeight), shown.topK());
      top = found;
    }
    return found;
  }

  /** Weight of the neighbor, 0 where too few users are behind it to show it. */
  private double shownWeight(int position) {
    return shown.isSupported(table.users(position)) ? table.stored(position) : 0;
  }

  private double[] weights(IntToDoubleFunction weight) {
    double[] weights = new double[table.size()];
    for (int i = 0; i < weights.length; i++) {
      weights[i] = weight.applyAsDouble(i);
    }
    return weights;
  }

  private void moveLandmark(long newLandmark, ForwardDecay decay) {
    BitSet kept = new BitSet(table.size());
    for (int i = 0; i < table.size(); i++) {
      table.setStored(i, decay.moved(table.stored(i), landmark, newLandmark));
      kept.set(i, table.stored(i) > 0);
    }
    drop(kept);
    evicted.moveLandmark(landmark, newLandmark, decay);
    landmark = newLandmark;
    driftBound.forget();
  }

  /** Positions of the heaviest so many that weigh anything; of equal ones, the smaller ids. */
  private BitSet heaviest(double[] weights, int places) {
    double least =
        weights.length <= places ? 0 : Selection.largest(weights.clone(), weights.length, places);
    BitSet heaviest = new BitSet(weights.length);
    for (int i = 0; i < weights.length; i++) {
      heaviest.set(i, weights[i] > least);
    }
    if (least > 0) {
      addEqual(heaviest, weights, least, places - heaviest.cardinality());
    }
    return heaviest;
  }

  private void addEqual(BitSet heaviest, double[] weights, double least, int places) {
    int[] equal = new int[weights.length];
    int count = 0;
    for (int i = 0; i < weights.length; i++) {
      if (weights[i] == least) {
        equal[count++] = i;
      }
    }
    equal = Arrays.copyOf(equal, count);
    if (count > places) {
      Selection.toFront(equal, places, (left, right) -> table.id(left).isBefore(table.id(right)));
    }
    for (int place = 0; place < places; place++) {
      heaviest.set(equal[place]);
    }
  }

  private List<Integer> heaviestFirst(BitSet positions) {
    List<Integer> sorted = new ArrayList<>(positions.cardinality());
    positions.stream().forEach(sorted::add);
    sorted.sort(this::heaviestFirst);
    return sorted;
  }

  private int heaviestFirst(int left, int right) {
    int byWeight = Double.compare(table.stored(right), table.stored(left));
    if (byWeight != 0) {
      return byWeight;
    }
    return left == right ? 0 : table.id(left).isBefore(table.id(right)) ? -1 : 1;
  }

  private double sum(BitSet positions) {
    double sum = 0;
    for (int i = positions.nextSetBit(0); i >= 0; i = positions.nextSetBit(i + 1)) {
      sum += table.stored(i);
    }
    return sum;
  }
}
