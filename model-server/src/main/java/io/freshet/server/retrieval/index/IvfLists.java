package io.freshet.server.retrieval.index;

import java.util.BitSet;
import java.util.LinkedHashSet;
import java.util.Set;

/**
 * Keeps posting lists small, filled and centred while every vector in them changes.
 *
 * <p>Idea: instead of rebuilding, repair where it is needed, as SPFresh's LIRE does [1]. A list
 * that grew beyond twice its target size is split in two; one below a quarter is shared out among
 * its neighbors; around one whose rows have been written about once, centroids are put amid their
 * rows. After each of these the rows of the lists around are put into the nearest of them again
 * ({@link Settling}): a round of k-means where it is needed.
 *
 * <p>Invariant: every row lies in exactly one list that is not retired, except while it moves, when
 * it lies in two: it is added to the new list before it leaves the old one, so no reader that scans
 * both can miss it. The target follows the square root of the number of rows, which balances
 * scanning centroids against scanning rows: about {@code 4 * sqrt(rows)} lists.
 *
 * <p>A {@link IndexLayout} of the same rows spares nearly all of that: its lists are filled first,
 * without a repair, for as many writes as it has rows, or until one list grows out of all
 * proportion, and are repaired from then on where they need it.
 *
 * <p>Cost: at most one repair per row that comes or goes, each about 20 lists' worth of inner
 * products; a list is due once per target-size writes, which makes it some hundred inner products
 * per write on average. Bound: lists that wait for repair are at most all lists.
 *
 * <p>All but {@link #table} and {@link #home} is for one writer at a time.
 *
 * <p>[1] Xu et al., "SPFresh: Incremental In-Place Update for Billion-Scale Vector Search", SOSP
 * 2023.
 */
final class IvfLists {
  private static final int SMALLEST_TARGET = 32;
  private static final double LISTS_PER_ROOT = 5.6;

  /** A list of so many times its target size does not come about while lists are repaired. */
  private static final int MISFIT = 8;

  private final int dimensions;
  private final Set<PostingList> waiting = new LinkedHashSet<>();
  private volatile ListTable table;
  private int leftToFill;

  IvfLists(int dimensions) {
    this.dimensions = dimensions;
    this.table = ListTable.of(dimensions, new PostingList(dimensions, 0));
  }

  ListTable table() {
    return table;
  }

  /** The list that the vector belongs to. Any thread. */
  PostingList home(float[] vector) {
    return table.nearest(vector);
  }

  /** Makes an empty list for each of the layout's, which are filled before any is repaired. */
  void layOut(IndexLayout layout) {
    ListTable before = table;
    for (int position = 0; position < before.size(); position++) {
      before.list(position).retire();
    }
    int capacity = Math.min(layout.rows() / layout.centroids().length, target(layout.rows()));
    table = ListTable.of(layout.centroids(), capacity);
    leftToFill = layout.rows();
  }

  /** Whether lists still wait for the rows that a layout was made for. */
  boolean isFilling() {
    return leftToFill > 0;
  }

  /** Tells that rows of the list were written or removed; makes at most one repair. */
  void written(PostingList list, int rows) {
    int target = target(rows);
    if (isFilling()) {
      fill(list, rows);
      return;
    }
    await(list, target);
    var next = waiting.iterator();
    if (next.hasNext()) {
      PostingList due = next.next();
      next.remove();
      repair(due, target);
    }
  }

  /** Rows that fit the layout come out as it was; one list of very many means that they do not. */
  private void fill(PostingList list, int rows) {
    leftToFill--;
    if (list.size() > MISFIT * target(rows + leftToFill)) {
      leftToFill = 0;
    }
    if (!isFilling()) {
      for (int position = 0; position < table.size(); position++) {
        table.list(position).settled();
        await(table.list(position), target(rows));
      }
    }
  }

  private static int target(int rows) {
    return Math.max(SMALLEST_TARGET, (int) (Math.sqrt(rows) / LISTS_PER_ROOT));
  }

  private void await(PostingList list, int target) {
    if (isTooLong(list, target) || isTooShort(list, target) || isOffCentre(list, target)) {
      waiting.add(list);
    }
  }

  private boolean isTooLong(PostingList list, int target) {
    return list.size() > 2 * target;
  }

  private boolean isTooShort(PostingList list, int target) {
    return list.size() < target / 4 && table.size() > 1;
  }

  private boolean isOffCentre(PostingList list, int target) {
    return table.size() > 1 && list.unsettledWrites() > Math.max(list.size(), target);
  }

  private void repair(PostingList list, int target) {
    int position = list.isRetired() ? -1 : table.position(list);
    if (position < 0) {
      return;
    }
    if (isTooLong(list, target)) {
      split(list, position, target);
    } else if (isTooShort(list, target)) {
      shareOut(list, position, target);
    } else if (isOffCentre(list, target)) {
      recentre(position, target);
    }
  }

  private void split(PostingList list, int position, int target) {
    TwoMeans halves = new TwoMeans(list.vectors(), list.size(), dimensions);
    BitSet rightRows = halves.rightRows();
    PostingList left = new PostingList(dimensions, list.size() - rightRows.cardinality());
    PostingList right = new PostingList(dimensions, rightRows.cardinality());
    list.retire();
    for (int slot = 0; slot < list.size(); slot++) {
      PostingList half = rightRows.get(slot) ? right : left;
      half.add(list.holder(slot), list.vectors(), slot * dimensions);
    }
    ListTable halved = table.with(position, left, halves.left());
    halved = halved.with(halved.size(), right, halves.right());
    table = halved;
    Settling around = new Settling(halved, halves.left()).addAround(halves.right());
    around.settle();
    settle(around, target);
  }

  private void shareOut(PostingList list, int position, int target) {
    float[] centroid = table.centroid(position);
    ListTable without = table.without(position);
    Settling around = new Settling(without, centroid);
    list.retire();
    around.take(list);
    table = without;
    around.lists().forEach(it -> await(it, target));
  }

  private void recentre(int position, int target) {
    settle(new Settling(table, table.centroid(position)), target);
  }

  private void settle(Settling around, int target) {
    table = around.recentre();
    around.settle();
    around.lists().forEach(it -> await(it, target));
  }
}
