package io.freshet.server.retrieval.index;

import java.util.Arrays;

/**
 * Centroids by direction, so that a write finds its list without scoring all of them.
 *
 * <p>Idea: about {@code sqrt(n)} heads, the means of as many groups of the n centroids; a vector is
 * compared with the heads, and then with the centroids of the nearest groups only, those that hold
 * a {@value #SHARE}th of all. What it finds is the nearest centroid most of the time and one nearly
 * as near otherwise, which costs searches next to nothing: they go by what each list holds, and
 * measure how many lists they need.
 *
 * <p>Invariant: every position of the table is in one group. Heads stay as they are while centroids
 * come, go and move, each into the group of its nearest head, until a quarter of them has.
 *
 * <p>Cost: {@code sqrt(n) + n / 9} inner products instead of n, most of them with codes ({@link
 * RowCodes}). Immutable; a change copies 4 bytes per centroid and the codes of a group.
 */
final class CentroidGroups {
  /** Below so many centroids, all are scored. */
  private static final int FEWEST = 256;

  private static final int SHARE = 9;
  private static final int ROUNDS = 3;
  private static final CentroidGroups NONE =
      new CentroidGroups(new float[0][], new CentroidGroup[0], new int[0], 0);

  private final float[][] heads;
  private final CentroidGroup[] groups;
  private final int[] groupOf;
  private final int changes;

  private CentroidGroups(float[][] heads, CentroidGroup[] groups, int[] groupOf, int changes) {
    this.heads = heads;
    this.groups = groups;
    this.groupOf = groupOf;
    this.changes = changes;
  }

  /** No groups: all centroids are scored. */
  static CentroidGroups none() {
    return NONE;
  }

  /** These groups, or new ones if too much has changed, of the table as it is now. */
  CentroidGroups keptUp(ListTable table) {
    if (table.size() < FEWEST) {
      return NONE;
    }
    return heads.length == 0 || changes > table.size() / 4 ? of(table) : this;
  }

  /** Position of a centroid that is nearest, or nearly. */
  int nearest(float[] vector, ListTable table) {
    if (heads.length == 0) {
      return nearestOfAll(vector, table);
    }
    float[] scores = new float[heads.length];
    for (int group = 0; group < heads.length; group++) {
      scores[group] = Vectors.dot(heads[group], 0, vector);
    }
    ProbeOrder order = new ProbeOrder(scores);
    NearestCentroid nearest = new NearestCentroid(vector, table);
    int enough = groupOf.length / SHARE;
    int scored = 0;
    while (order.hasNext() && (scored < enough || !nearest.isFound())) {
      CentroidGroup group = groups[order.next()];
      group.offerTo(nearest);
      scored += group.size();
    }
    return nearest.position();
  }

  /** Scores of all centroids, by position, about; false where there are no groups. */
  boolean estimate(float[] vector, float[] scores) {
    float[] estimates = new float[RowCodes.BLOCK];
    for (CentroidGroup group : groups) {
      group.estimate(vector, estimates, scores);
    }
    return groups.length > 0;
  }

  /** The centroid at the position, which may be the first free one, is another now. */
  CentroidGroups with(int position, float[] centroid) {
    if (heads.length == 0) {
      return this;
    }
    int group = nearestHead(heads, centroid);
    int[] newGroupOf = Arrays.copyOf(groupOf, Math.max(groupOf.length, position + 1));
    newGroupOf[position] = group;
    CentroidGroup[] newGroups = groups.clone();
    if (position < groupOf.length && groupOf[position] != group) {
      newGroups[groupOf[position]] = groups[groupOf[position]].without(position);
    }
    newGroups[group] = groups[group].with(position, centroid);
    return new CentroidGroups(heads, newGroups, newGroupOf, changes + 1);
  }

  /** The last centroid is gone. */
  CentroidGroups withoutLast() {
    if (heads.length == 0) {
      return this;
    }
    int last = groupOf.length - 1;
    CentroidGroup[] newGroups = groups.clone();
    newGroups[groupOf[last]] = groups[groupOf[last]].without(last);
    return new CentroidGroups(heads, newGroups, Arrays.copyOf(groupOf, last), changes + 1);
  }

  private static CentroidGroups of(ListTable table) {
    int size = table.size();
    int count = (int) Math.ceil(Math.sqrt(size));
    float[][] heads = new float[count][];
    for (int group = 0; group < count; group++) {
      heads[group] = table.centroid((int) ((long) group * size / count));
    }
    int[] groupOf = new int[size];
    for (int round = 0; round < ROUNDS; round++) {
      for (int position = 0; position < size; position++) {
        groupOf[position] = nearestHead(heads, table.centroid(position));
      }
      heads = means(table, groupOf, heads);
    }
    int[] sizes = new int[count];
    for (int group : groupOf) {
      sizes[group]++;
    }
    int[][] members = new int[count][];
    Arrays.setAll(members, group -> new int[sizes[group]]);
    for (int position = size - 1; position >= 0; position--) {
      int group = groupOf[position];
      sizes[group]--;
      members[group][sizes[group]] = position;
    }
    CentroidGroup[] groups = new CentroidGroup[count];
    Arrays.setAll(groups, group -> CentroidGroup.of(members[group], table));
    return new CentroidGroups(heads, groups, groupOf, 0);
  }

  /** Mean directions of the groups; an empty one keeps its head. */
  private static float[][] means(ListTable table, int[] groupOf, float[][] heads) {
    Direction[] sums = new Direction[heads.length];
    for (int position = 0; position < groupOf.length; position++) {
      float[] centroid = table.centroid(position);
      if (Vectors.norm(centroid) > 0) {
        int group = groupOf[position];
        if (sums[group] == null) {
          sums[group] = new Direction(centroid.length);
        }
        sums[group].add(centroid, 0);
      }
    }
    float[][] means = heads.clone();
    for (int group = 0; group < means.length; group++) {
      if (sums[group] != null) {
        means[group] = sums[group].unit();
      }
    }
    return means;
  }

  private static int nearestOfAll(float[] vector, ListTable table) {
    int nearest = 0;
    float best = Float.NEGATIVE_INFINITY;
    for (int position = 0; position < table.size(); position++) {
      float score = table.score(position, vector);
      if (score > best) {
        best = score;
        nearest = position;
      }
    }
    return nearest;
  }

  private static int nearestHead(float[][] heads, float[] centroid) {
    int nearest = 0;
    float best = Float.NEGATIVE_INFINITY;
    for (int group = 0; group < heads.length; group++) {
      float score = Vectors.dot(heads[group], 0, centroid);
      if (score > best) {
        best = score;
        nearest = group;
      }
    }
    return nearest;
  }
}
