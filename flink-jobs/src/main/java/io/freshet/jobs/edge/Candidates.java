package io.freshet.jobs.edge;

import static java.util.Objects.requireNonNull;

import io.freshet.jobs.decay.ForwardDecay;
import io.freshet.schemas.Neighbor;
import io.freshet.schemas.Relation;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Set;
import java.util.function.Predicate;

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
 * first weight is forgotten, and too small at most after it. The top 64 of 256 overlap with exact
 * counting by at least .98 on skewed streams of up to 20,000 neighbors; with nothing remembered it
 * was .78 to .98.
 *
 * <p>Mutable, one owner, one thread. Cost of adding: a hash look-up; of the top K of n: n log K at
 * most, about n in practice.
 */
final class Candidates {
  private static final int EVICTED_PER_CANDIDATE = 4;

  private final Map<String, Candidate> byId = new HashMap<>();
  private final Evicted evicted;
  private long landmark;

  /**
   * Published shares of neighbors that have been dropped since: they are part of the drift, and
   * their candidates are no longer here to tell.
   */
  private float lostShare;

  Candidates(long landmark) {
    this(landmark, 0, new Evicted());
  }

  Candidates(long landmark, float lostShare, Evicted evicted) {
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

  Collection<Candidate> all() {
    return byId.values();
  }

  /** Puts back a candidate read from state. */
  void restore(Candidate candidate) {
    byId.put(candidate.itemId, candidate);
  }

  /** Adds weight of a time to a neighbor. */
  void add(String neighborId, double weight, long atMillis, ForwardDecay decay) {
    if (decay.outruns(atMillis, landmark)) {
      moveLandmark(decay.period(atMillis), decay);
    }
    double stored = decay.stored(weight, atMillis, landmark);
    if (stored > 0) {
      byId.computeIfAbsent(neighborId, id -> new Candidate(id, evicted.take(id), 0)).stored +=
          stored;
    }
  }

  /** Forgets what an evicted neighbor weighed. */
  void forgetEvicted(String neighborId) {
    double unused = evicted.take(neighborId);
  }

  /** Evicts the lightest once there are more than the limit. */
  void evict(int limit) {
    if (byId.size() <= limit) {
      return;
    }
    Set<Candidate> kept = new HashSet<>(top(Math.max(1, limit - limit / 4)));
    List<Candidate> leaving = byId.values().stream().filter(each -> !kept.contains(each)).toList();
    evicted.add(leaving, EVICTED_PER_CANDIDATE * limit);
    leaving.forEach(this::drop);
  }

  /** Drops the neighbors that an id test names; true when there was one. */
  boolean dropIf(Predicate<String> unwanted) {
    List<Candidate> dropped =
        byId.values().stream().filter(candidate -> unwanted.test(candidate.itemId)).toList();
    dropped.forEach(this::drop);
    return !dropped.isEmpty();
  }

  /** L1 distance of the top K's shares to the last published ones: from 0 to 2. */
  double drift(int topK) {
    List<Candidate> top = top(topK);
    double sum = sum(top);
    // Sum over all of |share - published|, where only the top K have a share now.
    double distance = lostShare;
    for (Candidate candidate : byId.values()) {
      distance += candidate.publishedShare;
    }
    for (Candidate candidate : top) {
      distance +=
          Math.abs(candidate.stored / sum - candidate.publishedShare) - candidate.publishedShare;
    }
    return distance;
  }

  /** The top K as a published record; remembers its shares as the published ones. */
  Relation publish(String neighborType, int topK, long asOfMillis, ForwardDecay decay) {
    List<Candidate> top = top(topK);
    top.sort(Candidate.HEAVIEST_FIRST);
    double sum = sum(top);
    byId.values().forEach(candidate -> candidate.publishedShare = 0);
    lostShare = 0;
    List<Neighbor> neighbors = new ArrayList<>(top.size());
    for (Candidate candidate : top) {
      candidate.publishedShare = (float) (candidate.stored / sum);
      neighbors.add(new Neighbor(candidate.itemId, candidate.publishedShare));
    }
    double total = decay.weight(sum(byId.values()), landmark, asOfMillis);
    return new Relation(neighborType, total, neighbors);
  }

  private void drop(Candidate candidate) {
    lostShare += candidate.publishedShare;
    byId.remove(candidate.itemId);
  }

  private void moveLandmark(long newLandmark, ForwardDecay decay) {
    for (Candidate candidate : List.copyOf(byId.values())) {
      candidate.stored = decay.moved(candidate.stored, landmark, newLandmark);
      if (candidate.stored == 0) {
        drop(candidate);
      }
    }
    evicted.moveLandmark(landmark, newLandmark, decay);
    landmark = newLandmark;
  }

  /** The heaviest so many, in no order. */
  private List<Candidate> top(int topK) {
    if (byId.size() <= topK) {
      return new ArrayList<>(byId.values());
    }
    // The lightest of those kept is at the head, so most candidates cost one comparison.
    PriorityQueue<Candidate> heaviest =
        new PriorityQueue<>(topK, Candidate.HEAVIEST_FIRST.reversed());
    for (Candidate candidate : byId.values()) {
      if (heaviest.size() < topK) {
        heaviest.add(candidate);
      } else if (Candidate.HEAVIEST_FIRST.compare(candidate, heaviest.element()) < 0) {
        heaviest.remove();
        heaviest.add(candidate);
      }
    }
    return new ArrayList<>(heaviest);
  }

  private static double sum(Collection<Candidate> candidates) {
    double sum = 0;
    for (Candidate candidate : candidates) {
      sum += requireNonNull(candidate).stored;
    }
    return sum;
  }
}
