package io.freshet.server.retrieval.index;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** What one scan of a {@link PostingList} collected; used again for the next. One owner. */
final class ListScan {
  private static final int INITIAL_CAPACITY = 64;

  private @Nullable IvfRow[] rows = new @Nullable IvfRow[INITIAL_CAPACITY];
  private float[] scores = new float[INITIAL_CAPACITY];
  private int count;
  private int listRows;
  private int wantedRows;
  private int arrivals;

  /** Forgets what was collected and starts on a list as it is now. */
  void begin(int rowsOfList, int arrivalsOfList) {
    count = 0;
    listRows = rowsOfList;
    wantedRows = 0;
    arrivals = arrivalsOfList;
  }

  /** One more row has the bits that are wanted. */
  void countWanted() {
    wantedRows++;
  }

  void add(IvfRow row, float score) {
    if (count == scores.length) {
      rows = Arrays.copyOf(rows, 2 * count);
      scores = Arrays.copyOf(scores, 2 * count);
    }
    rows[count] = row;
    scores[count] = score;
    count++;
  }

  /** Offers what was collected; the filter is asked only about rows that would be kept. */
  void offerTo(TopRows top, CandidateFilter filter) {
    for (int i = 0; i < count; i++) {
      IvfRow row = rows[i];
      if (row != null) {
        top.offer(row, scores[i], filter);
      }
    }
  }

  int wantedRows() {
    return wantedRows;
  }

  int listRows() {
    return listRows;
  }

  /** {@link PostingList#arrivals} at the time of the scan. */
  int arrivals() {
    return arrivals;
  }
}
