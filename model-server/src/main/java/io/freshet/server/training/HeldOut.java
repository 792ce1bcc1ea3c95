package io.freshet.server.training;

import io.freshet.server.snapshot.Graph;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;
import java.util.random.RandomGenerator;

/**
 * Pairs kept from training to measure it, drawn as training draws its own, and the graph without
 * them: a pair is removed from both items' neighborhoods.
 *
 * @param graph what training sees
 * @param anchors one item of each pair
 * @param targets the other
 */
@SuppressWarnings("ArrayRecordComponent") // primitive columns; never compared
record HeldOut(Graph graph, int[] anchors, int[] targets) {
  /** Draws the pairs; at least one, and never more than the share or the limit. */
  static HeldOut draw(
      Graph graph, PositiveSampler sampler, TrainerConfig config, RandomGenerator random) {
    // An edge mostly stands in both neighborhoods, so half the entries is about the pairs.
    double wanted = graph.edges() / 2.0 * config.validationShare();
    int limit = (int) Math.max(1, Math.min(config.maxValidationPairs(), wanted));
    Set<Long> pairs = new HashSet<>();
    int[] anchors = new int[limit];
    int[] targets = new int[limit];
    int[] anchor = new int[1];
    int[] target = new int[1];
    // Few distinct pairs may repeat for long: the number of draws is bounded too.
    int size = 0;
    for (int draws = 0; size < limit && draws < 20 * limit; draws++) {
      sampler.draw(random, anchor, target);
      if (pairs.add(Graph.pair(anchor[0], target[0]))) {
        anchors[size] = anchor[0];
        targets[size++] = target[0];
      }
    }
    return new HeldOut(
        graph.without(pairs::contains), Arrays.copyOf(anchors, size), Arrays.copyOf(targets, size));
  }

  int size() {
    return anchors.length;
  }
}
