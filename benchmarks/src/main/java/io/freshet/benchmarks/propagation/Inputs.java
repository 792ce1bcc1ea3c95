package io.freshet.benchmarks.propagation;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What embeddings are computed from, by item.
 *
 * @param texts text vectors
 * @param sources neighbors
 * @param shares of each neighbor
 */
@SuppressWarnings("ArrayRecordComponent") // never compared; filled by its maker
record Inputs(float[][] texts, int[][] sources, float[][] shares) {
  /** Items without neighbors. */
  static Inputs of(TextVectors texts, int items) {
    Inputs inputs = new Inputs(new float[items][], new int[items][], new float[items][]);
    for (int item = 0; item < items; item++) {
      inputs.texts[item] = texts.of(item);
    }
    Arrays.fill(inputs.sources, new int[0]);
    Arrays.fill(inputs.shares, new float[0]);
    return inputs;
  }

  /** The same items, with the neighbors that the first edges give them. */
  Inputs withNeighbors(EdgeStream edges) {
    List<Map<Integer, Integer>> counts = new ArrayList<>();
    for (int item = 0; item < items(); item++) {
      counts.add(new TreeMap<>());
    }
    for (long edge = 0; edge < (long) items() * Setup.DEGREE; edge++) {
      counts.get(edges.target(edge)).merge(edges.source(edge), 1, Integer::sum);
    }
    for (int item = 0; item < items(); item++) {
      int total = counts.get(item).values().stream().mapToInt(Integer::intValue).sum();
      sources[item] = counts.get(item).keySet().stream().mapToInt(Integer::intValue).toArray();
      shares[item] = new float[sources[item].length];
      for (int neighbor = 0; neighbor < sources[item].length; neighbor++) {
        shares[item][neighbor] =
            (float) counts.get(item).getOrDefault(sources[item][neighbor], 0) / total;
      }
    }
    return this;
  }

  int items() {
    return texts.length;
  }
}
