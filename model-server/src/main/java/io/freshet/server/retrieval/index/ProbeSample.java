package io.freshet.server.retrieval.index;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** An exhaustive search in small steps, and the ranks of the lists that held what it found. */
final class ProbeSample {
  private final ListTable start;
  private final float[] query;
  private final CandidateFilter others;
  private final TopRows top;
  private final ListScan scan;
  private int next;

  /**
   * A search that has not begun.
   *
   * @param itself id that does not count as found; null for none
   */
  ProbeSample(ListTable start, float[] query, @Nullable String itself, int depth) {
    this.start = start;
    this.query = query;
    this.others = (id, type) -> !id.equals(itself);
    this.top = new TopRows(depth);
    this.scan = new ListScan(query, WantedBits.ALL);
  }

  /** Scans some more lists; true when all have been. */
  boolean advance(int lists) {
    for (int i = 0; i < lists && next < start.size(); i++) {
      start.list(next).scan(top.floor(), scan);
      scan.offerTo(top, others);
      next++;
    }
    return next == start.size();
  }

  /**
   * For each row found, best first, how many lists come before its own in the order of probing.
   * Rows written again meanwhile count where they were met last.
   */
  int[] ranks(ListTable table) {
    float[] scores = table.scores(query);
    float[] sorted = scores.clone();
    Arrays.sort(sorted);
    return Arrays.stream(top.bestFirst(row -> rank(table, row, scores, sorted)))
        .filter(rank -> rank >= 0)
        .toArray();
  }

  private static int rank(ListTable table, IvfRow row, float[] scores, float[] sorted) {
    int position = table.position(row.list());
    if (position < 0) {
      return -1;
    }
    int found = Arrays.binarySearch(sorted, scores[position]);
    return sorted.length - 1 - found;
  }
}
