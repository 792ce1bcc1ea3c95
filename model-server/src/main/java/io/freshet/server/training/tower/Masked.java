package io.freshet.server.training.tower;

import java.util.Arrays;

/**
 * Collects the places of a batch that are no candidates. An item may stand in several columns: they
 * are chained. Mutable, one owner, one thread.
 */
final class Masked {
  private final int[] first;
  private final int[] next;
  private long[] places = new long[1024];
  private int size;

  /**
   * Nothing is masked yet.
   *
   * @param items number of items
   * @param columns item of each column
   */
  Masked(int items, int[] columns) {
    first = new int[items];
    next = new int[columns.length];
    Arrays.fill(first, -1);
    for (int column = 0; column < columns.length; column++) {
      next[column] = first[columns[column]];
      first[columns[column]] = column;
    }
  }

  /** Masks all columns of an item in a row. */
  void add(int item, int row) {
    for (int column = first[item]; column >= 0; column = next[column]) {
      place(row, column);
    }
  }

  /** Masks all columns of an item in a row but the column of the row's number. */
  void addCopies(int item, int row) {
    for (int column = first[item]; column >= 0; column = next[column]) {
      if (column != row) {
        place(row, column);
      }
    }
  }

  /** Places row * columns + column; some may occur twice. */
  long[] places() {
    return Arrays.copyOf(places, size);
  }

  private void place(int row, int column) {
    if (size == places.length) {
      places = Arrays.copyOf(places, 2 * size);
    }
    places[size++] = (long) row * next.length + column;
  }
}
