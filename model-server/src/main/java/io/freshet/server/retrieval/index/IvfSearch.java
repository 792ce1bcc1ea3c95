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
 * <p>Plans are measured down to the {@link ProbePlan#DEEP}th nearest row, as shares of all rows
 * down to a depth. Beyond, and for a filter whose matches all lie at one depth, they are a guess;
 * so a search that reaches deeper, or passes over rows by their bits, goes on until its {@link
 * ExpectedMisses}, times the share that the filter accepts of rows like the worse ones of the page,
 * are no more than the target recall allows.
 *
 * <p>Invariant: a row that no one writes is met if its list is probed, even while it is moved: a
 * row moves to its new list before it leaves the old one, so if both were looked at in the wrong
 * order, the new one has had an arrival since, and is scanned again; so are lists made since.
 * Rounds of this are bounded by {@value #ROUNDS}: only a row that moves again in every round could
 * be missed.
 */
final class IvfSearch {
  private static final int ROUNDS = 4;

  /** Lists that are touched ahead. */
  private static final int TOUCHED = 8;

  /** Far from the query, centroids tell less of their rows; measured on clusters. */
  private static final long PASSED_WEIGHT = 2;

  /** An estimate costs about as much as some lists, so it is made when there are this much more. */
  private static final int PROBES_PER_ESTIMATE = 8;

  private final ListTable table;
  private final float[] query;
  private final CandidateFilter filter;
  private final WantedBits wanted;
  private final int limit;
  private final TopRows top;
  private final ListScan scan;
  private final ExpectedMisses misses;
  private final List<PostingList> probed = new ArrayList<>();
  private final int rows;
  private int[] arrivals = new int[0];
  private long passedRows;
  private long probedRows;
  private long wantedRows;
  private int nextEstimate;

  @SuppressWarnings("UnusedVariable") // written so that what is read for it is
  private int touched;

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
    this.scan = new ListScan(query, wanted);
    this.misses = new ExpectedMisses(query);
  }

  /**
   * Runs the search.
   *
   * @param plan how many lists to probe; null for all
   * @param targetRecall share of the page to be found
   * @param now the table as it is whenever asked
   */
  TopRows run(@Nullable ProbePlan plan, double targetRecall, Supplier<ListTable> now) {
    arrivals = new int[table.size()];
    if (plan == null) {
      probeAll();
    } else {
      probe(plan, targetRecall);
    }
    catchUp(now);
    return top;
  }

  private void probeAll() {
    for (int position = 0; position < table.size(); position++) {
      probe(table.list(position));
    }
  }

  private void probe(ProbePlan plan, double targetRecall) {
    float[] scores = table.scores(query);
    ProbeOrder order = new ProbeOrder(scores);
    while (order.hasNext()
        && !(top.isFull() && isEnough(plan) && missesFew(targetRecall, order, scores))) {
      if (probed.size() % TOUCHED == 0) {
        touch(order);
      }
      int position = order.next();
      probe(table.list(position));
      misses.met(scores[position], scan);
      if (scan.wantedRows() == 0) {
        passedRows += PASSED_WEIGHT * scan.listRows();
      } else {
        probedRows += scan.listRows();
        wantedRows += scan.wantedRows();
      }
    }
  }

  /**
   * A list is reached through pointers that each wait for memory. Those of several lists do so at
   * the same time; one after the other they took an eighth of a search of 200,000 rows.
   */
  private void touch(ProbeOrder coming) {
    int all = 0;
    for (int i = 0; i < Math.min(2 * TOUCHED, coming.size()); i++) {
      all += table.list(coming.position(i)).touch();
    }
    touched = all;
  }

  private boolean isEnough(ProbePlan plan) {
    return probed.size() >= plan.needed(depth(), table.size(), rows);
  }

  /** The page's last row is the nearest but so many, as far as this search knows. */
  private double depth() {
    return passedRows + (double) (limit + top.rejected()) * probedRows / wantedRows;
  }

  private boolean missesFew(double targetRecall, ProbeOrder coming, float[] scores) {
    boolean passesOver = passedRows > 0 || wantedRows < probedRows;
    if (depth() <= ProbePlan.DEEP && !passesOver) {
      return true;
    }
    if (probed.size() < nextEstimate) {
      return false;
    }
    nextEstimate = probed.size() + Math.max(1, probed.size() / PROBES_PER_ESTIMATE);
    double allowed = (1 - targetRecall) * limit / top.acceptance();
    return misses.atMost(
        allowed,
        top.floor(),
        coming,
        scores,
        position -> table.list(position).wantedAtMost(wanted));
  }

  private void probe(PostingList list) {
    scan(list);
    arrivals[probed.size()] = scan.arrivals();
    probed.add(list);
  }

  private void scan(PostingList list) {
    list.scan(top.floor(), scan);
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
