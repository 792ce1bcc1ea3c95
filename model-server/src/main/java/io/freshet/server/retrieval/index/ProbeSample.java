package io.freshet.server.retrieval.index;

import java.util.Arrays;
import java.util.IdentityHashMap;
import org.jspecify.annotations.Nullable;

/**
 * A search of many lists in small steps, nearest first, and the ranks of the lists that held what
 * it found.
 */
final class ProbeSample {
  private final ListTable start;
  private final ProbeOrder order;
  private final float[] query;
  private final CandidateFilter others;
  private final TopRows top;
  private final ListScan scan;
  private int left;

  /**
   * A search that has not begun.
   *
   * @param lists most lists to be scanned
   * @param itself id that does not count as found; null for none
   */
  ProbeSample(ListTable start, float[] query, @Nullable String itself, int depth, int lists) {
    this.start = start;
    this.query = query;
    this.others = (id, type) -> !id.equals(itself);
    this.top = new TopRows(depth);
    this.scan = new ListScan(query, WantedBits.ALL);
    this.order = new ProbeOrder(start.scores(query));
    this.left = lists;
  }

  /** Scans some more lists; true when all have been. */
  boolean advance(int lists) {
    for (int i = 0; i < lists && left > 0 && order.hasNext(); i++) {
      start.list(order.next()).scan(top.floor(), scan);
      scan.offerTo(top, others);
      left--;
    }
    return left == 0 || !order.hasNext();
  }

  /**
   * For each row found, best first, how many lists come before its own in the order of probing.
   * Rows written again meanwhile count where they were met last.
   */
  int[] ranks(ListTable table) {
    float[] scores = table.scores(query);
    float[] sorted = scores.clone();
    Arrays.sort(sorted);
    IdentityHashMap<PostingList, Integer> positions = new IdentityHashMap<>(2 * table.size());
    for (int position = 0; position < table.size(); position++) {
      positions.put(table.list(position), position);
    }
    return Arrays.stream(top.bestFirst(row -> rank(positions.get(row.list()), scores, sorted)))
        .filter(rank -> rank >= 0)
        .toArray();
  }

  private static int rank(@Nullable Integer position, float[] scores, float[] sorted) {
    if (position == null) {
      return -1;
    }
    int found = Arrays.binarySearch(sorted, scores[position]);
    return sorted.length - 1 - found;
  }
}
