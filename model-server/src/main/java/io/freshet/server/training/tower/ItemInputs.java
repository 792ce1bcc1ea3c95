package io.freshet.server.training.tower;

import io.freshet.server.model.PopularityFeatures;
import io.freshet.server.snapshot.Graph;
import io.freshet.server.snapshot.Snapshot;
import java.util.Arrays;

/**
 * What each item was embedded from last: its neighborhood and its features; and how far a snapshot
 * has moved from that. Mutable, one owner, one thread.
 */
final class ItemInputs {
  private final int[][][] neighbors;
  private final float[][][] shares;
  private final boolean[] seen;
  private final float[] features;
  private final float[] scratch;

  /** No item was embedded yet. */
  ItemInputs(int items, int slots) {
    neighbors = new int[items][slots][0];
    shares = new float[items][slots][0];
    seen = new boolean[items];
    features = new float[items * PopularityFeatures.COUNT];
    scratch = new float[items];
  }

  /** Features of all items as last embedded, row by row. */
  float[] features() {
    return features;
  }

  /** The items whose inputs moved by more than epsilon, or that were seen for the first time. */
  int[] moved(Snapshot snapshot, float[] newFeatures, double epsilon) {
    int[] moved = new int[seen.length];
    int size = 0;
    for (int item = 0; item < seen.length; item++) {
      if (seen[item] != snapshot.isSeen(item)
          || featureDistance(item, newFeatures) > epsilon
          || shareDistance(item, snapshot.graph()) > epsilon) {
        moved[size++] = item;
      }
    }
    return Arrays.copyOf(moved, size);
  }

  /** Remembers what an item is embedded from. */
  void set(int item, Snapshot snapshot, float[] newFeatures) {
    Graph graph = snapshot.graph();
    for (int slot = 0; slot < graph.slots(); slot++) {
      int start = graph.start(item, slot);
      int length = graph.end(item, slot) - start;
      neighbors[item][slot] = new int[length];
      shares[item][slot] = new float[length];
      for (int k = 0; k < length; k++) {
        neighbors[item][slot][k] = graph.neighbor(start + k);
        shares[item][slot][k] = graph.share(start + k);
      }
    }
    seen[item] = snapshot.isSeen(item);
    int begin = item * PopularityFeatures.COUNT;
    System.arraycopy(newFeatures, begin, features, begin, PopularityFeatures.COUNT);
  }

  private double featureDistance(int item, float[] newFeatures) {
    double largest = 0;
    int begin = item * PopularityFeatures.COUNT;
    for (int k = begin; k < begin + PopularityFeatures.COUNT; k++) {
      largest = Math.max(largest, Math.abs(newFeatures[k] - features[k]));
    }
    return largest;
  }

  /** Largest L1 distance over neighbor types. */
  private double shareDistance(int item, Graph graph) {
    double largest = 0;
    for (int slot = 0; slot < graph.slots(); slot++) {
      int start = graph.start(item, slot);
      int end = graph.end(item, slot);
      for (int k = start; k < end; k++) {
        scratch[graph.neighbor(k)] += graph.share(k);
      }
      double distance = 0;
      for (int k = 0; k < neighbors[item][slot].length; k++) {
        int neighbor = neighbors[item][slot][k];
        distance += Math.abs(scratch[neighbor] - shares[item][slot][k]);
        scratch[neighbor] = 0;
      }
      for (int k = start; k < end; k++) {
        distance += scratch[graph.neighbor(k)];
        scratch[graph.neighbor(k)] = 0;
      }
      largest = Math.max(largest, distance);
    }
    return largest;
  }
}
