package io.freshet.server.training;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import io.freshet.server.snapshot.Graph;
import java.util.random.RandomGenerator;

/**
 * A sparse matrix [items * slots, items] of shares: its product with the layer below [items, d]
 * holds all aggregates at once.
 *
 * <p>The full matrix is what serving aggregates. A sampled one is what a training step sees: of a
 * neighborhood longer than the fan-out, that many neighbors are drawn by share with replacement,
 * each counting 1 / fan-out, which has the full aggregate as its expectation and costs a fraction;
 * a step's own target pairs are left out on both sides, or the model would read its answer off its
 * input; and the neighborhoods of some items are hidden, or the model would never learn to place an
 * item from its text alone. Shares of what is left sum to what they did.
 */
public final class Adjacency {
  private final Graph graph;
  private final SparseRows entries;

  private Adjacency(Graph graph, int capacity) {
    this.graph = graph;
    entries = new SparseRows(capacity);
  }

  /** All neighborhoods, exactly. */
  public static Adjacency full(Graph graph) {
    Adjacency adjacency = new Adjacency(graph, graph.edges());
    for (int row = 0; row < graph.items() * graph.slots(); row++) {
      int item = row / graph.slots();
      for (int k = graph.start(item, row % graph.slots());
          k < graph.end(item, row % graph.slots());
          k++) {
        adjacency.entries.add(row, graph.neighbor(k), graph.share(k));
      }
    }
    return adjacency;
  }

  /**
   * What one training step sees.
   *
   * @param fanOut most neighbors per item and slot
   * @param hidden share of items whose neighborhood is hidden
   * @param targets the step's own pairs
   */
  static Adjacency sampled(
      Graph graph,
      PositiveSampler sampler,
      int fanOut,
      double hidden,
      PairSet targets,
      RandomGenerator random) {
    Adjacency adjacency = new Adjacency(graph, graph.edges());
    for (int item = 0; item < graph.items(); item++) {
      if (random.nextDouble() >= hidden) {
        for (int slot = 0; slot < graph.slots(); slot++) {
          int length = graph.end(item, slot) - graph.start(item, slot);
          if (length > fanOut) {
            adjacency.addSampled(sampler, item, slot, fanOut, targets, random);
          } else if (length > 0) {
            adjacency.addAll(item, slot, targets);
          }
        }
      }
    }
    return adjacency;
  }

  /** Number of entries. */
  int size() {
    return entries.size();
  }

  /**
   * The matrix on the manager's device; call it inside an {@code NDScope}, which frees the parts.
   */
  public NDArray matrix(NDManager manager) {
    return entries.matrix(manager, (long) graph.items() * graph.slots(), graph.items());
  }

  private void addAll(int item, int slot, PairSet targets) {
    int begin = entries.size();
    double all = 0;
    double kept = 0;
    for (int k = graph.start(item, slot); k < graph.end(item, slot); k++) {
      all += graph.share(k);
      if (!targets.contains(item, graph.neighbor(k))) {
        kept += graph.share(k);
        entries.add(item * graph.slots() + slot, graph.neighbor(k), graph.share(k));
      }
    }
    entries.scale(begin, all / kept);
  }

  private void addSampled(
      PositiveSampler sampler,
      int item,
      int slot,
      int fanOut,
      PairSet targets,
      RandomGenerator random) {
    int begin = entries.size();
    for (int draw = 0; draw < fanOut; draw++) {
      int neighbor = graph.neighbor(sampler.neighborPosition(random, item, slot));
      if (!targets.contains(item, neighbor)) {
        entries.add(item * graph.slots() + slot, neighbor, 1f);
      }
    }
    entries.scale(begin, 1.0 / (entries.size() - begin));
  }
}
