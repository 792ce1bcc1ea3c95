package io.freshet.server.retrieval.index;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * One search of an {@link IvfIndex}.
 *
 * <p>Idea: probe lists from the nearest centroid on until they are as many as the {@link ProbePlan}
 * asks for <em>and</em> the page is full. The plan asks by depth, which filters make greater: every
 * candidate that the filter refused makes the page reach one row deeper, rows of unwanted bits in
 * proportion, and of a list wholly of such rows (which is passed over, at hardly any cost) all
 * rows, twice. So selective filters and exclusions probe more lists, one whose matches lie far away
 * follows them there, and one that accepts less than a page scans all.
 *
 * <p>Weak spot: when a filter accepts many rows (more than are scanned anyway) which all lie far
 * from the query, those met first are taken for the nearest: with a third of 10,000 rows accepted,
 * the farthest ones, a page held 2 of the nearest 10. Such a page is full, but not near.
 *
 * <p>Invariant: a row that no one writes is met if its list is probed, even while it is moved: a
 * row moves to its new list before it leaves the old one, so if both were looked at in the wrong
 * order, the new one has had an arrival since, and is scanned again; so are lists made since.
 * Rounds of this are bounded by {@value #ROUNDS}: only a row that moves again in every round could
 * be missed.
 */
final class IvfSearch {
  private static final int ROUNDS = 4;

  /** Far from the query, centroids tell less of their rows; measured on clusters. */
  private static final long PASSED_WEIGHT = 2;

  private final ListTable table;
  private final float[] query;
  private final CandidateFilter filter;
  private final WantedBits wanted;
  private final int limit;
  private final TopRows top;
  private final ListScan scan = new ListScan();
  private final List<PostingList> probed = new ArrayList<>();
  private final int rows;
  private int[] arrivals = new int[0];
  private long passedRows;
  private long probedRows;
  private long wantedRows;

  /**
   * A search that has not begun.
   *
   * @param rows rows in the index
   * @param wanted bits of the rows that the filter may accept
   */
  IvfSearch(
      ListTable table,
      int rows,
      float[] query,
      int limit,
      CandidateFilter filter,
      WantedBits wanted) {
    this.table = table;
    this.rows = rows;
    this.query = query;
    this.limit = limit;
    this.filter = filter;
    this.wanted = wanted;
    this.top = new TopRows(limit);
  }

  /**
   * Runs the search.
   *
   * @param plan how many lists to probe; null for all
   * @param now the table as it is whenever asked
   */
  TopRows run(@Nullable ProbePlan plan, Supplier<ListTable> now) {
    arrivals = new int[table.size()];
    if (plan == null) {
      probeAll();
    } else {
      probe(plan);
    }
    catchUp(now);
    return top;
  }

  private void probeAll() {
    for (int position = 0; position < table.size(); position++) {
      probe(table.list(position));
    }
  }

  private void probe(ProbePlan plan) {
    ProbeOrder order = new ProbeOrder(table.scores(query));
    while (order.hasNext() && !(top.isFull() && isEnough(plan))) {
      probe(table.list(order.next()));
      if (scan.wantedRows() == 0) {
        passedRows += PASSED_WEIGHT * scan.listRows();
      } else {
        probedRows += scan.listRows();
        wantedRows += scan.wantedRows();
      }
    }
  }

  private boolean isEnough(ProbePlan plan) {
    double depth = passedRows + (double) (limit + top.rejected()) * probedRows / wantedRows;
    return probed.size() >= plan.needed(depth, table.size(), rows);
  }

  private void probe(PostingList list) {
    scan(list);
    arrivals[probed.size()] = scan.arrivals();
    probed.add(list);
  }

  private void scan(PostingList list) {
    list.scan(query, wanted, top.floor(), scan);
    scan.offerTo(top, filter);
  }

  private void catchUp(Supplier<ListTable> now) {
    ListTable seen = table;
    boolean moving = true;
    for (int round = 0; moving && round < ROUNDS; round++) {
      moving = rescanArrivals();
      ListTable current = now.get();
      if (current != seen) {
        current.changedSince(seen).forEach(this::scan);
        seen = current;
        moving = true;
      }
    }
  }

  private boolean rescanArrivals() {
    boolean rescanned = false;
    for (int i = 0; i < probed.size(); i++) {
      PostingList list = probed.get(i);
      if (list.arrivals() != arrivals[i]) {
        scan(list);
        arrivals[i] = scan.arrivals();
        rescanned = true;
      }
    }
    return rescanned;
  }
}
