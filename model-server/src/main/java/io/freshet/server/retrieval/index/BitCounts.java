package io.freshet.server.retrieval.index;

import java.util.concurrent.atomic.AtomicIntegerArray;

/** How many rows of an index have each of the {@link RowBits}. One writer, any readers. */
final class BitCounts {
  private final AtomicIntegerArray rows = new AtomicIntegerArray(RowBits.BITS);

  void add(long bits) {
    change(bits, 1);
  }

  void remove(long bits) {
    change(bits, -1);
  }

  /** No more rows than this are wanted; {@code all} when every row is. */
  int atMost(WantedBits wanted, int all) {
    int ofTypes = sum(wanted.types(), all);
    int ofLanguages = sum(wanted.languages(), all);
    return Math.min(Math.min(ofTypes, ofLanguages), sum(wanted.markets(), all));
  }

  private int sum(long bits, int all) {
    if (bits == WantedBits.ANY) {
      return all;
    }
    int sum = 0;
    for (long left = bits; left != 0; left &= left - 1) {
      sum += rows.get(Long.numberOfTrailingZeros(left));
    }
    return sum;
  }

  private void change(long bits, int by) {
    for (long left = bits; left != 0; left &= left - 1) {
      rows.addAndGet(Long.numberOfTrailingZeros(left), by);
    }
  }
}
