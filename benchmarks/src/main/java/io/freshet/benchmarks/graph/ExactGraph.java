package io.freshet.benchmarks.graph;

import io.freshet.jobs.interaction.InteractionConfig;
import java.util.BitSet;
import java.util.HashMap;
import java.util.Map;

/**
 * The graph of a traffic by plain counting: how many increments there are, and the exact weights of
 * a sample of items. What it costs is one pass over the events, in memory.
 */
final class ExactGraph {
  private static final int SAMPLED_ITEMS = 1_000;

  /** A user's newest likes, in a ring. */
  private static final class Ring {
    private final int[] items;
    private final long[] atMillis;
    private int size;
    private int next;

    Ring(int limit) {
      items = new int[limit];
      atMillis = new long[limit];
    }

    void add(int item, long at) {
      items[next] = item;
      atMillis[next] = at;
      next = (next + 1) % items.length;
      size = Math.min(size + 1, items.length);
    }
  }

  private final InteractionConfig config;
  private final double halfLifeMillis;
  private final int everyItem;
  private final Map<Integer, Map<Integer, Double>> weights = new HashMap<>();
  private final BitSet items = new BitSet();
  private long increments;
  private long startMillis;

  private ExactGraph(InteractionConfig config, double halfLifeMillis, int everyItem) {
    this.config = config;
    this.halfLifeMillis = halfLifeMillis;
    this.everyItem = everyItem;
  }

  /** Counts a traffic of likes of strength 1. */
  static ExactGraph of(Traffic traffic, InteractionConfig config, long halfLifeMillis) {
    int items = 1;
    for (int item : traffic.items()) {
      items = Math.max(items, item + 1);
    }
    ExactGraph graph = new ExactGraph(config, halfLifeMillis, Math.max(1, items / SAMPLED_ITEMS));
    graph.startMillis = traffic.atMillis()[0];
    Map<Integer, Ring> rings = new HashMap<>();
    for (int i = 0; i < traffic.size(); i++) {
      Ring ring = rings.computeIfAbsent(traffic.users()[i], user -> new Ring(config.history()));
      graph.pair(ring, traffic.items()[i], traffic.atMillis()[i]);
      ring.add(traffic.items()[i], traffic.atMillis()[i]);
    }
    return graph;
  }

  /** Directed edge increments: two per pair. */
  long increments() {
    return increments;
  }

  /** Items that have a neighbor. */
  int items() {
    return items.cardinality();
  }

  /** Distinct directed edges: those of the sample, times the sampling. */
  long edges() {
    return everyItem * weights.values().stream().mapToLong(Map::size).sum();
  }

  /** Weights by neighbor of each sampled item, relative to one time. */
  Map<Integer, Map<Integer, Double>> sample() {
    return weights;
  }

  private void pair(Ring ring, int item, long at) {
    for (int i = 0; i < ring.size; i++) {
      if (ring.items[i] != item && at - ring.atMillis[i] <= config.pairWindow().toMillis()) {
        increments += 2;
        items.set(item);
        items.set(ring.items[i]);
        double weight = Math.pow(2, (at - startMillis) / halfLifeMillis);
        add(item, ring.items[i], weight);
        add(ring.items[i], item, weight);
      }
    }
  }

  private void add(int item, int neighbor, double weight) {
    if (item % everyItem == 0) {
      weights.computeIfAbsent(item, id -> new HashMap<>()).merge(neighbor, weight, Double::sum);
    }
  }
}
