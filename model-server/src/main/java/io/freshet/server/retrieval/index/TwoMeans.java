package io.freshet.server.retrieval.index;

import java.util.Arrays;
import java.util.BitSet;

/**
 * Splits rows into two groups of similar direction: spherical k-means with k = 2 [1], kept from
 * splitting off less than a quarter.
 *
 * <p>Idea: start from the row farthest from the mean and the row farthest from that one, then
 * assign and average {@value #ROUNDS} times. Rows are ordered by how much nearer they are to the
 * right centroid and cut where that turns positive, but within the middle half; so rows that are
 * all alike are halved, and no split is undone by the next merge. No chance is involved: the same
 * rows in the same order give the same split.
 *
 * <p>Cost: 2 * {@value #ROUNDS} inner products and one sort per round, of the rows of one list.
 *
 * <p>[1] Dhillon and Modha, "Concept decompositions for large sparse text data using clustering",
 * Machine Learning 42 (2001).
 */
final class TwoMeans {
  private static final int ROUNDS = 5;
  private static final int SMALLEST_PART = 4;

  private final int dimensions;
  private final int count;
  private final float[] vectors;
  private final long[] order;
  private int cut;
  private float[] left;
  private float[] right;

  /** Splits the first {@code count} (at least 2) of the vectors that lie end to end. */
  TwoMeans(float[] vectors, int count, int dimensions) {
    this.dimensions = dimensions;
    this.count = count;
    this.vectors = vectors;
    this.order = new long[count];
    for (int row = 0; row < count; row++) {
      order[row] = row;
    }
    this.left = row(farthestFrom(mean(0, count)));
    this.right = row(farthestFrom(left));
    for (int round = 0; round < ROUNDS; round++) {
      assign();
      left = mean(0, cut);
      right = mean(cut, count);
    }
  }

  /** Centroid of the left group, of unit length. */
  float[] left() {
    return left.clone();
  }

  /** Centroid of the right group, of unit length. */
  float[] right() {
    return right.clone();
  }

  /** Rows of the right group. */
  BitSet rightRows() {
    BitSet rows = new BitSet(count);
    for (int i = cut; i < count; i++) {
      rows.set((int) order[i]);
    }
    return rows;
  }

  private void assign() {
    int leftRows = 0;
    for (int row = 0; row < count; row++) {
      float towardsRight =
          Vectors.dot(vectors, row * dimensions, right)
              - Vectors.dot(vectors, row * dimensions, left);
      leftRows += towardsRight <= 0 ? 1 : 0;
      order[row] = key(towardsRight, row);
    }
    Arrays.sort(order);
    int smallest = count / SMALLEST_PART;
    cut = Math.max(Math.max(1, smallest), Math.min(leftRows, count - smallest - 1));
  }

  /** Sorts by value, then row; the low half is the row. */
  private static long key(float value, int row) {
    int bits = Float.floatToIntBits(value);
    int ascending = bits ^ ((bits >> 31) & Integer.MAX_VALUE);
    return ((long) ascending << 32) | row;
  }

  private float[] mean(int from, int to) {
    Direction direction = new Direction(dimensions);
    for (int i = from; i < to; i++) {
      direction.add(vectors, (int) order[i] * dimensions);
    }
    return direction.unit();
  }

  private int farthestFrom(float[] centroid) {
    int farthest = 0;
    float lowest = Float.POSITIVE_INFINITY;
    for (int row = 0; row < count; row++) {
      float score = Vectors.dot(vectors, row * dimensions, centroid);
      if (score < lowest) {
        lowest = score;
        farthest = row;
      }
    }
    return farthest;
  }

  private float[] row(int row) {
    return Vectors.unit(
        Arrays.copyOfRange(vectors, row * dimensions, row * dimensions + dimensions));
  }
}
