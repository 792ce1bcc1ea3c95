package io.freshet.server.evaluation;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.Arrays;
import java.util.BitSet;

/**
 * Where a scorer ranked the targets of each user. The targets of row r lie at [start(r), end(r)).
 * Immutable.
 *
 * <p>A slice of it keeps some targets at the ranks they have among all, and the users that are left
 * with any: so rows of two contenders of one task, sliced alike, are about the same users.
 */
public final class Ranking {
  private final int[] starts;
  private final int[] users;
  private final int[] targets;
  private final int[] ranks;
  private final float[] matched;
  private final int[][] best;
  private final int candidates;

  /**
   * Wraps the arrays, which are not copied.
   *
   * @param starts offsets per row, and the number of targets
   * @param users user number per row
   * @param targets item number per target
   * @param ranks rank per target, from 1; {@link Integer#MAX_VALUE} beyond 100
   * @param matched per target, the share of the items about as popular that it is ranked above
   * @param best the first 100 items of each row, best first
   * @param candidates number of items that were ranked
   */
  Ranking(
      int[] starts,
      int[] users,
      int[] targets,
      int[] ranks,
      float[] matched,
      int[][] best,
      int candidates) {
    this.starts = starts;
    this.users = users;
    this.targets = targets;
    this.ranks = ranks;
    this.matched = matched;
    this.best = best;
    this.candidates = candidates;
  }

  /** Writes everything, for {@link #read}. */
  void write(DataOutput out) throws IOException {
    out.writeInt(candidates);
    for (int[] column : new int[][] {starts, users, targets, ranks}) {
      write(column, out);
    }
    for (float share : matched) {
      out.writeFloat(share);
    }
    for (int[] items : best) {
      write(items, out);
    }
  }

  /** Reads what {@link #write} wrote. */
  static Ranking read(DataInput in) throws IOException {
    int candidates = in.readInt();
    int[] starts = ints(in);
    int[] users = ints(in);
    int[] targets = ints(in);
    int[] ranks = ints(in);
    float[] matched = new float[targets.length];
    for (int k = 0; k < matched.length; k++) {
      matched[k] = in.readFloat();
    }
    int[][] best = new int[users.length][];
    for (int row = 0; row < best.length; row++) {
      best[row] = ints(in);
    }
    return new Ranking(starts, users, targets, ranks, matched, best, candidates);
  }

  private static void write(int[] values, DataOutput out) throws IOException {
    out.writeInt(values.length);
    for (int value : values) {
      out.writeInt(value);
    }
  }

  private static int[] ints(DataInput in) throws IOException {
    int[] values = new int[in.readInt()];
    for (int k = 0; k < values.length; k++) {
      values[k] = in.readInt();
    }
    return values;
  }

  /** Keeps some targets. */
  @FunctionalInterface
  public interface Slice {
    /** Whether a target of a user is kept. */
    boolean keeps(int user, int target);
  }

  /** Number of users with a target. */
  public int rows() {
    return users.length;
  }

  /** User number of a row. */
  public int user(int row) {
    return users[row];
  }

  /** Number of targets of all rows. */
  public int targets() {
    return targets.length;
  }

  /** Share of the candidates that are among the first 100 of any row. */
  public double coverage() {
    BitSet covered = new BitSet();
    for (int[] items : best) {
      for (int item : items) {
        covered.set(item);
      }
    }
    return covered.cardinality() / (double) candidates;
  }

  /** A metric of every row. */
  public double[] values(Metric metric) {
    double[] values = new double[users.length];
    for (int row = 0; row < values.length; row++) {
      values[row] = metric.of(Arrays.copyOfRange(ranks, starts[row], starts[row + 1]));
    }
    return values;
  }

  /** Mean of a metric over the rows, NaN without any. */
  public double mean(Metric metric) {
    return Arrays.stream(values(metric)).average().orElse(Double.NaN);
  }

  /**
   * Popularity-matched AUC of every row: the mean, over its targets, of the share of the items
   * about as popular that the target is ranked above; a half is chance.
   */
  public double[] matchedValues() {
    double[] values = new double[users.length];
    for (int row = 0; row < values.length; row++) {
      double sum = 0;
      for (int k = starts[row]; k < starts[row + 1]; k++) {
        sum += matched[k];
      }
      values[row] = sum / (starts[row + 1] - starts[row]);
    }
    return values;
  }

  /** The targets that a slice keeps. */
  public Ranking slice(Slice slice) {
    int[] keptStarts = new int[starts.length];
    int[] keptUsers = new int[users.length];
    int[] keptTargets = new int[targets.length];
    int[] keptRanks = new int[targets.length];
    float[] keptMatched = new float[targets.length];
    int[][] keptBest = new int[users.length][];
    int rows = 0;
    int size = 0;
    for (int row = 0; row < users.length; row++) {
      for (int k = starts[row]; k < starts[row + 1]; k++) {
        if (slice.keeps(users[row], targets[k])) {
          keptTargets[size] = targets[k];
          keptRanks[size] = ranks[k];
          keptMatched[size++] = matched[k];
        }
      }
      if (size > keptStarts[rows]) {
        keptUsers[rows] = users[row];
        keptBest[rows] = best[row];
        keptStarts[++rows] = size;
      }
    }
    return new Ranking(
        Arrays.copyOf(keptStarts, rows + 1),
        Arrays.copyOf(keptUsers, rows),
        Arrays.copyOf(keptTargets, size),
        Arrays.copyOf(keptRanks, size),
        Arrays.copyOf(keptMatched, size),
        Arrays.copyOf(keptBest, rows),
        candidates);
  }
}
