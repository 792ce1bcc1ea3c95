package io.freshet.benchmarks.propagation;

import java.util.SplittableRandom;

/**
 * Both ends of an edge are drawn log-uniformly: the n-th item with a probability of about 1/n. The
 * setting in which D3-GNN was measured.
 *
 * @param items how many
 * @param seed another one gives other edges
 */
record LogUniformEdges(int items, long seed) implements EdgeStream {
  private static final double UNIT = 0x1.0p-53;

  @Override
  public String name() {
    return "log-uniform";
  }

  @Override
  public int source(long number) {
    return drawn(2 * number);
  }

  @Override
  public int target(long number) {
    int target = drawn(2 * number + 1);
    return target == source(number) ? (target + 1) % items : target;
  }

  private int drawn(long draw) {
    // A generator of its own per draw: any edge can be had without those before it.
    long bits = new SplittableRandom(seed ^ draw * 0x9E3779B97F4A7C15L).nextLong();
    double uniform = (bits >>> 11) * UNIT;
    return Math.min(items - 1, (int) Math.pow(items, uniform) - 1);
  }
}
