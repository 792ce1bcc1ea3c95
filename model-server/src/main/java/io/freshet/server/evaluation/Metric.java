package io.freshet.server.evaluation;

/**
 * A figure of one user's ranked targets; ranks count from 1. Means over users are what tables show.
 */
public enum Metric {
  /** 1 if any target is among the first ten. */
  HIT_RATE_10("HR@10") {
    @Override
    double of(int[] ranks) {
      return best(ranks) <= 10 ? 1 : 0;
    }
  },
  /** Discounted gain of the first ten over the largest that as many targets could have. */
  NDCG_10("NDCG@10") {
    @Override
    double of(int[] ranks) {
      double gain = 0;
      double ideal = 0;
      for (int k = 0; k < ranks.length; k++) {
        gain += ranks[k] <= 10 ? discount(ranks[k]) : 0;
        ideal += k < 10 ? discount(k + 1) : 0;
      }
      return gain / ideal;
    }
  },
  /** 1 / rank of the best target, 0 beyond 100. */
  MRR_100("MRR@100") {
    @Override
    double of(int[] ranks) {
      int best = best(ranks);
      return best <= 100 ? 1.0 / best : 0;
    }
  },
  /** Share of the targets that are among the first twenty. */
  RECALL_20("Recall@20") {
    @Override
    double of(int[] ranks) {
      int hits = 0;
      for (int rank : ranks) {
        hits += rank <= 20 ? 1 : 0;
      }
      return hits / (double) ranks.length;
    }
  };

  private final String label;

  Metric(String label) {
    this.label = label;
  }

  /** Name in tables. */
  public String label() {
    return label;
  }

  /**
   * The figure of one user.
   *
   * @param ranks rank of each target, at least one; {@link Integer#MAX_VALUE} where it is beyond
   *     100
   */
  abstract double of(int[] ranks);

  private static int best(int[] ranks) {
    int best = Integer.MAX_VALUE;
    for (int rank : ranks) {
      best = Math.min(best, rank);
    }
    return best;
  }

  private static double discount(int rank) {
    return Math.log(2) / Math.log(rank + 1);
  }
}
