package io.freshet.server.retrieval.index;

import java.util.Arrays;

/**
 * Some centroids of a table, with their codes, so that most of them need not be read. Immutable.
 */
final class CentroidGroup {
  private final int[] positions;
  private final RowCodes codes;

  private CentroidGroup(int[] positions, RowCodes codes) {
    this.positions = positions;
    this.codes = codes;
  }

  /** The centroids at the positions. */
  static CentroidGroup of(int[] positions, ListTable table) {
    RowCodes codes = RowCodes.ofCapacity(positions.length, table.dimensions());
    for (int slot = 0; slot < positions.length; slot++) {
      codes.put(slot, table.centroid(positions[slot]), 0);
    }
    return new CentroidGroup(positions, codes);
  }

  int size() {
    return positions.length;
  }

  /** Offers every centroid that may be nearer than the nearest so far. */
  void offerTo(NearestCentroid nearest) {
    for (int first = 0; first < positions.length; first += RowCodes.BLOCK) {
      int rows = Math.min(RowCodes.BLOCK, positions.length - first);
      nearest.offer(codes, first / RowCodes.BLOCK, positions, rows);
    }
  }

  /** Scores of the centroids, by position, about. */
  void estimate(float[] vector, float[] estimates, float[] scores) {
    for (int first = 0; first < positions.length; first += RowCodes.BLOCK) {
      codes.estimate(first / RowCodes.BLOCK, vector, estimates);
      int rows = Math.min(RowCodes.BLOCK, positions.length - first);
      for (int row = 0; row < rows; row++) {
        scores[positions[first + row]] = estimates[row];
      }
    }
  }

  /** The same with this centroid at the position, which may be one of the group's. */
  CentroidGroup with(int position, float[] centroid) {
    int slot = slot(position);
    int size = Math.max(positions.length, slot + 1);
    int[] newPositions = Arrays.copyOf(positions, size);
    newPositions[slot] = position;
    RowCodes newCodes = codes.resized(size);
    newCodes.put(slot, centroid, 0);
    return new CentroidGroup(newPositions, newCodes);
  }

  /** The same without the centroid at the position, which is one of the group's. */
  CentroidGroup without(int position) {
    int slot = slot(position);
    int last = positions.length - 1;
    int[] newPositions = positions.clone();
    newPositions[slot] = positions[last];
    RowCodes newCodes = codes.resized(positions.length);
    newCodes.copy(last, slot);
    return new CentroidGroup(Arrays.copyOf(newPositions, last), newCodes);
  }

  /** Where the position is in the group, or would be added. */
  private int slot(int position) {
    int slot = 0;
    while (slot < positions.length && positions[slot] != position) {
      slot++;
    }
    return slot;
  }
}
