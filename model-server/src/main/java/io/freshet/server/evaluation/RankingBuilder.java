package io.freshet.server.evaluation;

import java.util.ArrayList;
import java.util.List;

/** Collects the rows of a ranking in order. Mutable, one owner, one thread. */
final class RankingBuilder {
  private final List<Integer> starts = new ArrayList<>();
  private final List<Integer> users = new ArrayList<>();
  private final List<Integer> targets = new ArrayList<>();
  private final List<Integer> ranks = new ArrayList<>();
  private final List<Float> matched = new ArrayList<>();
  private final List<int[]> best = new ArrayList<>();

  /** Begins the row of a user, whose first 100 items are these. */
  void row(int user, int[] bestItems) {
    best.add(bestItems);
    starts.add(targets.size());
    users.add(user);
  }

  /** Adds a target to the row begun last. */
  void target(int item, int rank, float matchedShare) {
    targets.add(item);
    ranks.add(rank);
    matched.add(matchedShare);
  }

  Ranking build(int candidates) {
    starts.add(targets.size());
    float[] shares = new float[matched.size()];
    for (int k = 0; k < shares.length; k++) {
      shares[k] = matched.get(k);
    }
    return new Ranking(
        ints(starts),
        ints(users),
        ints(targets),
        ints(ranks),
        shares,
        best.toArray(int[][]::new),
        candidates);
  }

  private static int[] ints(List<Integer> values) {
    return values.stream().mapToInt(Integer::intValue).toArray();
  }
}
