package io.freshet.server.retrieval.index;

import java.util.ArrayList;
import java.util.List;

/**
 * Lists near a changed centroid, and the moves that put each of their rows into the nearest of them
 * again. Bounded: {@value #NEIGHBORS} lists around a changed one, rows of these only. A row whose
 * nearest list lies farther off stays where it is until it is next written.
 */
final class Settling {
  private static final int NEIGHBORS = 8;

  /** A row does not move for less, or rounding would keep it moving. */
  private static final float MARGIN = 1e-6f;

  private final ListTable table;
  private final int dimensions;
  private final List<Integer> positions = new ArrayList<>();
  private final List<PostingList> lists = new ArrayList<>();
  private final List<float[]> centroids = new ArrayList<>();

  /** The lists whose centroids are nearest to the one given, its own list among them if held. */
  Settling(ListTable table, float[] centroid) {
    this.table = table;
    this.dimensions = centroid.length;
    addAround(centroid);
  }

  /** Adds the lists around another centroid. */
  Settling addAround(float[] centroid) {
    ProbeOrder order = new ProbeOrder(table.scores(centroid));
    for (int added = 0; added <= NEIGHBORS && order.hasNext(); added++) {
      int position = order.next();
      if (!lists.contains(table.list(position))) {
        positions.add(position);
        lists.add(table.list(position));
        centroids.add(table.centroid(position));
      }
    }
    return this;
  }

  /** The lists that may have changed size. */
  List<PostingList> lists() {
    return lists;
  }

  /** Puts every centroid amid the rows of its list; the table that has these centroids. */
  ListTable recentre() {
    for (int i = 0; i < lists.size(); i++) {
      PostingList list = lists.get(i);
      Direction direction = new Direction(dimensions);
      for (int slot = 0; slot < list.size(); slot++) {
        direction.add(list.vectors(), slot * dimensions);
      }
      list.settled();
      centroids.set(i, direction.unit());
    }
    return table.withCentroids(positions, centroids);
  }

  /** Moves every row of these lists to the nearest of them. */
  void settle() {
    for (int from = 0; from < lists.size(); from++) {
      PostingList list = lists.get(from);
      // Downwards, because a removed row is replaced by the last one.
      for (int slot = list.size() - 1; slot >= 0; slot--) {
        int nearest = nearest(list.vectors(), slot, from);
        if (nearest != from) {
          lists.get(nearest).add(list.holder(slot), list.vectors(), slot * dimensions);
          list.remove(slot);
        }
      }
    }
  }

  /** Adds every row of another list to the nearest of these; the other list stays as it is. */
  void take(PostingList other) {
    for (int slot = 0; slot < other.size(); slot++) {
      int nearest = nearest(other.vectors(), slot, 0);
      lists.get(nearest).add(other.holder(slot), other.vectors(), slot * dimensions);
    }
  }

  private int nearest(float[] vectors, int slot, int current) {
    int nearest = current;
    float best = Vectors.dot(vectors, slot * dimensions, centroids.get(current)) + MARGIN;
    for (int i = 0; i < centroids.size(); i++) {
      float score = Vectors.dot(vectors, slot * dimensions, centroids.get(i));
      if (score > best) {
        best = score;
        nearest = i;
      }
    }
    return nearest;
  }
}
