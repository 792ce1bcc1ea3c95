package io.freshet.server.retrieval.index;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.function.ToIntFunction;

/**
 * The best rows of a search, one per item: an item that moved during the search may be met twice,
 * and then its newer row counts. A heap with the worst on top; one owner, one thread.
 */
final class TopRows {
  private record Hit(IvfRow row, float score) {
    static final Comparator<Hit> WORST_FIRST =
        (a, b) -> {
          int byScore = Float.compare(a.score, b.score);
          return byScore == 0 ? b.row.id().compareTo(a.row.id()) : byScore;
        };
  }

  private static final int INITIAL_CAPACITY = 16;

  private final int limit;
  private final PriorityQueue<Hit> worstFirst =
      new PriorityQueue<>(INITIAL_CAPACITY, Hit.WORST_FIRST);
  private final Map<String, Hit> byId = new HashMap<>();
  private float[] rejected = new float[INITIAL_CAPACITY];
  private int rejections;

  TopRows(int limit) {
    if (limit < 1) {
      throw new IllegalArgumentException(
          "Cannot select candidates: limit must be at least 1 (%d)".formatted(limit));
    }
    this.limit = limit;
  }

  boolean isFull() {
    return worstFirst.size() == limit;
  }

  /** A row that scores less cannot be kept. */
  float floor() {
    Hit worst = worstFirst.peek();
    return worst == null || !isFull() ? Float.NEGATIVE_INFINITY : worst.score();
  }

  /** How many rows that could have been kept the filter has refused. */
  int rejected() {
    return rejections;
  }

  /**
   * Share of rows that the filter accepts, of those that score as the worse half of the page does:
   * what it would accept of more rows like these. A filter may refuse all that is near, and accept
   * all that is not.
   */
  double acceptance() {
    double[] kept = worstFirst.stream().mapToDouble(Hit::score).sorted().toArray();
    int accepted = (kept.length + 1) / 2;
    double best = accepted == 0 ? Double.POSITIVE_INFINITY : kept[accepted - 1];
    int refused = 0;
    for (int i = 0; i < rejections; i++) {
      if (rejected[i] >= floor() && rejected[i] <= best) {
        refused++;
      }
    }
    return Math.max(1, accepted) / (double) (Math.max(1, accepted) + refused);
  }

  /** Keeps the row if it is among the best so far and accepted. */
  void offer(IvfRow row, float score, CandidateFilter filter) {
    if (score < floor()) {
      return;
    }
    Hit known = byId.get(row.id());
    if (known != null && known.row().version() >= row.version()) {
      return;
    }
    if (!filter.accepts(row.id(), row.type())) {
      reject(score);
      return;
    }
    if (known != null) {
      worstFirst.remove(known);
    }
    Hit hit = new Hit(row, score);
    byId.put(row.id(), hit);
    worstFirst.add(hit);
    if (worstFirst.size() > limit) {
      byId.remove(worstFirst.remove().row().id());
    }
  }

  private void reject(float score) {
    if (rejections == rejected.length) {
      rejected = Arrays.copyOf(rejected, 2 * rejections);
    }
    rejected[rejections] = score;
    rejections++;
  }

  List<Candidate> bestFirst() {
    List<Candidate> sorted = new ArrayList<>(worstFirst.size());
    for (Hit hit : worstFirst) {
      sorted.add(new Candidate(hit.row().id(), hit.row().type(), hit.score()));
    }
    sorted.sort(Candidate.BEST_FIRST);
    return sorted;
  }

  /** A number for each row, best first. */
  int[] bestFirst(ToIntFunction<IvfRow> number) {
    return worstFirst.stream()
        .sorted(Hit.WORST_FIRST.reversed())
        .mapToInt(hit -> number.applyAsInt(hit.row()))
        .toArray();
  }
}
