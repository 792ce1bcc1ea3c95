package io.freshet.server.training;

import io.freshet.server.snapshot.Graph;
import java.util.Arrays;
import java.util.random.RandomGenerator;

/**
 * Draws (anchor, target) pairs from the neighborhoods: first an edge type (type of the anchor, slot
 * of the target), then an anchor of that type with neighbors in that slot, uniformly, then one of
 * them by share.
 *
 * <p>Edge types are drawn with probability proportional to their number of edges to the power 1 -
 * balance. At balance 1 all are drawn equally often, which is what undersampling the majority types
 * to the minority's size does [1]; below that a handful of edges is not learned by heart.
 *
 * <p>[1] De Nadai et al., Personalized audiobook recommendations at Spotify through graph neural
 * networks, WWW 2024 companion, section 4.1.3.
 */
final class PositiveSampler {
  private final Graph graph;
  private final int[][] anchors;
  private final int[] slots;
  private final double[] typeCumulative;
  private final double[] shareCumulative;

  PositiveSampler(Graph graph, int[] itemTypes, double balance) {
    this.graph = graph;
    int slotCount = graph.slots();
    int[][] members = new int[slotCount * slotCount][graph.items()];
    int[] sizes = new int[members.length];
    double[] edges = new double[members.length];
    shareCumulative = new double[graph.edges()];
    for (int item = 0; item < graph.items(); item++) {
      for (int slot = 0; slot < slotCount; slot++) {
        int edgeType = itemTypes[item] * slotCount + slot;
        if (accumulate(item, slot) > 0) {
          members[edgeType][sizes[edgeType]++] = item;
          edges[edgeType] += graph.end(item, slot) - graph.start(item, slot);
        }
      }
    }
    anchors = new int[members.length][];
    slots = new int[members.length];
    typeCumulative = new double[members.length];
    double total = 0;
    for (int edgeType = 0; edgeType < members.length; edgeType++) {
      anchors[edgeType] = Arrays.copyOf(members[edgeType], sizes[edgeType]);
      slots[edgeType] = edgeType % slotCount;
      total += sizes[edgeType] == 0 ? 0 : Math.pow(edges[edgeType], 1 - balance);
      typeCumulative[edgeType] = total;
    }
  }

  /** Draws as many pairs as the arrays are long. */
  void draw(RandomGenerator random, int[] anchor, int[] target) {
    for (int k = 0; k < anchor.length; k++) {
      int edgeType = search(typeCumulative, 0, typeCumulative.length, random);
      int[] members = anchors[edgeType];
      anchor[k] = members[random.nextInt(members.length)];
      target[k] = graph.neighbor(neighborPosition(random, anchor[k], slots[edgeType]));
    }
  }

  /** Position in the graph of a neighbor in the slot, drawn by share. */
  int neighborPosition(RandomGenerator random, int item, int slot) {
    return search(shareCumulative, graph.start(item, slot), graph.end(item, slot), random);
  }

  /** How likely each item is to be the target of a draw. */
  double[] targetProbabilities() {
    double[] probabilities = new double[graph.items()];
    double total = typeCumulative[typeCumulative.length - 1];
    for (int edgeType = 0; edgeType < anchors.length; edgeType++) {
      double below = edgeType == 0 ? 0 : typeCumulative[edgeType - 1];
      double perAnchor = (typeCumulative[edgeType] - below) / total / anchors[edgeType].length;
      for (int anchor : anchors[edgeType]) {
        int end = graph.end(anchor, slots[edgeType]);
        for (int k = graph.start(anchor, slots[edgeType]); k < end; k++) {
          probabilities[graph.neighbor(k)] += perAnchor * graph.share(k) / shareCumulative[end - 1];
        }
      }
    }
    return probabilities;
  }

  private double accumulate(int item, int slot) {
    double sum = 0;
    for (int position = graph.start(item, slot); position < graph.end(item, slot); position++) {
      sum += graph.share(position);
      shareCumulative[position] = sum;
    }
    return sum;
  }

  /** First position whose cumulative weight exceeds a uniform draw below the last one. */
  private static int search(double[] cumulative, int start, int end, RandomGenerator random) {
    double drawn = random.nextDouble() * cumulative[end - 1];
    int low = start;
    int high = end - 1;
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (cumulative[middle] > drawn) {
        high = middle;
      } else {
        low = middle + 1;
      }
    }
    return low;
  }
}
