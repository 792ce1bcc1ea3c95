package io.freshet.server.retrieval.index;

/** The nearest to a vector of the centroids that were offered. One owner, one thread. */
final class NearestCentroid {
  private final float[] vector;
  private final ListTable table;
  private final float slack;
  private final float[] estimates = new float[RowCodes.BLOCK];
  private int position = -1;
  private float best = Float.NEGATIVE_INFINITY;

  NearestCentroid(float[] vector, ListTable table) {
    this.vector = vector;
    this.table = table;
    this.slack = RowCodes.slack(vector);
  }

  /**
   * Takes the nearest of a block.
   *
   * @param positions in the table, of all that have codes
   * @param rows of the block that are centroids
   */
  void offer(RowCodes codes, int block, int[] positions, int rows) {
    codes.estimate(block, vector, estimates);
    int first = block * RowCodes.BLOCK;
    for (int row = 0; row < rows; row++) {
      if (!(estimates[row] + codes.error(first + row, slack) < best)) {
        offer(positions[first + row]);
      }
    }
  }

  private void offer(int candidate) {
    float score = table.score(candidate, vector);
    if (score > best || position < 0) {
      best = score;
      position = candidate;
    }
  }

  boolean isFound() {
    return position >= 0;
  }

  /** Where it stands in the table. */
  int position() {
    return position;
  }
}
