package io.freshet.server.retrieval.index;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * What one search collects of one {@link PostingList} after another. Holds the rows of the last
 * list scanned only. One owner, one thread.
 */
final class ListScan {
  private static final int INITIAL_CAPACITY = 64;

  private final float[] query;
  private final float slack;
  private final WantedBits wanted;
  private @Nullable IvfRow[] rows = new @Nullable IvfRow[INITIAL_CAPACITY];
  private final float[] estimates = new float[RowCodes.BLOCK];
  private float[] scores = new float[INITIAL_CAPACITY];
  private long[] order = new long[INITIAL_CAPACITY];
  private int count;
  private int listRows;
  private int wantedRows;
  private double sum;
  private double squares;
  private int arrivals;

  /**
   * A scan that has not begun.
   *
   * @param wanted bits of the rows to be collected
   */
  ListScan(float[] query, WantedBits wanted) {
    this.query = query;
    this.wanted = wanted;
    this.slack = RowCodes.slack(query);
  }

  WantedBits wanted() {
    return wanted;
  }

  /** Forgets what was collected and starts on a list as it is now. */
  void begin(int rowsOfList, int arrivalsOfList) {
    count = 0;
    listRows = rowsOfList;
    wantedRows = 0;
    sum = 0;
    squares = 0;
    arrivals = arrivalsOfList;
  }

  /** Collects every wanted one of the first rows that scores no less than the floor. */
  void collect(ListRows held, int size, float floor) {
    if (wanted.equals(WantedBits.ALL)) {
      collectAll(held, size, floor);
    } else {
      collectWanted(held, size, floor);
    }
  }

  /** Bits need not be read. */
  private void collectAll(ListRows held, int size, float floor) {
    wantedRows = size;
    for (int first = 0; first < size; first += RowCodes.BLOCK) {
      int end = Math.min(size, first + RowCodes.BLOCK);
      held.codes().estimate(first / RowCodes.BLOCK, query, estimates);
      for (int slot = first; slot < end; slot++) {
        collect(held, slot, estimates[slot - first], floor);
      }
    }
  }

  private void collectWanted(ListRows held, int size, float floor) {
    for (int first = 0; first < size; first += RowCodes.BLOCK) {
      int end = Math.min(size, first + RowCodes.BLOCK);
      int before = wantedRows;
      for (int slot = first; slot < end; slot++) {
        wantedRows += wanted.include(held.bits(slot)) ? 1 : 0;
      }
      if (wantedRows > before) {
        held.codes().estimate(first / RowCodes.BLOCK, query, estimates);
        for (int slot = first; slot < end; slot++) {
          if (wanted.include(held.bits(slot))) {
            collect(held, slot, estimates[slot - first], floor);
          }
        }
      }
    }
  }

  private void collect(ListRows held, int slot, float estimate, float floor) {
    sum += estimate;
    squares += (double) estimate * estimate;
    if (!(estimate + held.codes().error(slot, slack) < floor)) {
      IvfRow holder = held.holder(slot);
      float score = held.score(slot, query);
      if (!(score < floor) && holder != null) {
        add(holder, score);
      }
    }
  }

  private void add(IvfRow row, float score) {
    if (count == scores.length) {
      rows = Arrays.copyOf(rows, 2 * count);
      scores = Arrays.copyOf(scores, 2 * count);
      order = new long[2 * count];
    }
    rows[count] = row;
    scores[count] = score;
    count++;
  }

  /**
   * Offers what was collected, best first, so that most of the rest is not looked at; the filter is
   * asked only about rows that would be kept.
   */
  void offerTo(TopRows top, CandidateFilter filter) {
    for (int i = 0; i < count; i++) {
      order[i] = ProbeOrder.key(scores[i], i);
    }
    Arrays.sort(order, 0, count);
    for (int i = 0; i < count; i++) {
      int place = (int) order[i];
      IvfRow row = rows[place];
      if (scores[place] < top.floor()) {
        return;
      }
      if (row != null) {
        top.offer(row, scores[place], filter);
      }
    }
  }

  /** How many rows of the list have the bits that are wanted. */
  int wantedRows() {
    return wantedRows;
  }

  int listRows() {
    return listRows;
  }

  /** Sum of what the wanted rows score, about. */
  double sum() {
    return sum;
  }

  /** Sum of the squares of what the wanted rows score, about. */
  double squares() {
    return squares;
  }

  /** {@link PostingList#arrivals} at the time of the scan. */
  int arrivals() {
    return arrivals;
  }
}
