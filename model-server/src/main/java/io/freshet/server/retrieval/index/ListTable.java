package io.freshet.server.retrieval.index;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * All posting lists and their centroids, as they stood at one time. Immutable: a change copies the
 * references and one tile of {@value #TILE} centroids, so a search keeps one view to its end.
 * Centroids have unit length; a vector belongs to the centroid of the highest inner product.
 */
final class ListTable {
  private static final int TILE = 32;

  private final int dimensions;
  private final float[][] tiles;
  private final PostingList[] lists;
  private final CentroidGroups groups;

  private ListTable(int dimensions, float[][] tiles, PostingList[] lists, CentroidGroups groups) {
    this.dimensions = dimensions;
    this.tiles = tiles;
    this.lists = lists;
    this.groups = groups.keptUp(this);
  }

  /** One list for everything. */
  static ListTable of(int dimensions, PostingList only) {
    return new ListTable(
        dimensions,
        new float[][] {new float[Math.multiplyExact(TILE, dimensions)]},
        new PostingList[] {only},
        CentroidGroups.none());
  }

  /** An empty list for each centroid, with room for so many rows. */
  static ListTable of(float[][] centroids, int capacity) {
    int dimensions = centroids[0].length;
    int count = centroids.length;
    float[][] tiles = new float[(count + TILE - 1) / TILE][TILE * dimensions];
    PostingList[] lists = new PostingList[count];
    for (int position = 0; position < count; position++) {
      lists[position] = new PostingList(dimensions, capacity);
      int offset = position % TILE * dimensions;
      System.arraycopy(centroids[position], 0, tiles[position / TILE], offset, dimensions);
    }
    return new ListTable(dimensions, tiles, lists, CentroidGroups.none());
  }

  int size() {
    return lists.length;
  }

  /** Length of every vector. */
  int dimensions() {
    return dimensions;
  }

  PostingList list(int position) {
    return lists[position];
  }

  /** Where the list stands, or -1. */
  int position(PostingList list) {
    for (int position = 0; position < lists.length; position++) {
      if (lists[position] == list) {
        return position;
      }
    }
    return -1;
  }

  /** Inner product of the vector and a centroid. */
  float score(int position, float[] vector) {
    return Vectors.dot(tiles[position / TILE], position % TILE * dimensions, vector);
  }

  /**
   * Lists that stand where another or none stood in the earlier table: every new one, few others.
   */
  List<PostingList> changedSince(ListTable earlier) {
    List<PostingList> changed = new ArrayList<>();
    for (int position = 0; position < lists.length; position++) {
      if (position >= earlier.size() || earlier.lists[position] != lists[position]) {
        changed.add(lists[position]);
      }
    }
    return changed;
  }

  /** The scores of all centroids, about: where there are many, those of their codes. */
  float[] scores(float[] vector) {
    float[] scores = new float[lists.length];
    if (groups.estimate(vector, scores)) {
      return scores;
    }
    for (int position = 0; position < scores.length; position++) {
      scores[position] = score(position, vector);
    }
    return scores;
  }

  /** The list that the vector belongs to, or one whose centroid is nearly as near. */
  PostingList nearest(float[] vector) {
    return lists[groups.nearest(vector, this)];
  }

  /** A copy of a centroid. */
  float[] centroid(int position) {
    int offset = position % TILE * dimensions;
    return Arrays.copyOfRange(tiles[position / TILE], offset, offset + dimensions);
  }

  /** The same with another list and centroid at the position, which may be the first free one. */
  ListTable with(int position, PostingList list, float[] centroid) {
    PostingList[] newLists = Arrays.copyOf(lists, Math.max(lists.length, position + 1));
    newLists[position] = list;
    int tile = position / TILE;
    float[][] newTiles = Arrays.copyOf(tiles, Math.max(tiles.length, tile + 1));
    newTiles[tile] = tile < tiles.length ? tiles[tile].clone() : new float[TILE * dimensions];
    System.arraycopy(centroid, 0, newTiles[tile], position % TILE * dimensions, dimensions);
    return new ListTable(dimensions, newTiles, newLists, groups.with(position, centroid));
  }

  /** The same with other centroids at the positions. */
  ListTable withCentroids(List<Integer> positions, List<float[]> centroids) {
    float[][] newTiles = tiles.clone();
    CentroidGroups newGroups = groups;
    for (int i = 0; i < positions.size(); i++) {
      int position = positions.get(i);
      newGroups = newGroups.with(position, centroids.get(i));
      int tile = position / TILE;
      if (newTiles[tile] == tiles[tile]) {
        newTiles[tile] = tiles[tile].clone();
      }
      int offset = position % TILE * dimensions;
      System.arraycopy(centroids.get(i), 0, newTiles[tile], offset, dimensions);
    }
    return new ListTable(dimensions, newTiles, lists, newGroups);
  }

  /** The same without the list at the position; the last list takes its place. */
  ListTable without(int position) {
    int last = lists.length - 1;
    ListTable moved = position == last ? this : with(position, lists[last], centroid(last));
    int tilesLeft = (last + TILE - 1) / TILE;
    return new ListTable(
        dimensions,
        Arrays.copyOf(moved.tiles, Math.max(1, tilesLeft)),
        Arrays.copyOf(moved.lists, last),
        moved.groups.withoutLast());
  }
}
