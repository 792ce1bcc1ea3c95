package io.freshet.benchmarks.graph;

import java.util.List;
import java.util.Map;

/** The share of an item's top K neighbors that is among the top K of exact counting. */
final class Overlap {
  /** Weights this close are equal: which of them is in the top K is nobody's mistake. */
  private static final double TIE = 1e-9;

  private Overlap() {}

  /** Mean over the sampled items, each with as many places as it has neighbors, at most K. */
  static double mean(ExactGraph graph, Map<String, List<String>> neighborsByItem, int topK) {
    double sum = 0;
    for (Map.Entry<Integer, Map<Integer, Double>> item : graph.sample().entrySet()) {
      List<String> shown = neighborsByItem.getOrDefault(Traffic.itemId(item.getKey()), List.of());
      sum += of(item.getValue(), shown, topK);
    }
    return graph.sample().isEmpty() ? 0 : sum / graph.sample().size();
  }

  private static double of(Map<Integer, Double> exact, List<String> shown, int topK) {
    int places = Math.min(topK, exact.size());
    double[] weights = exact.values().stream().mapToDouble(Double::doubleValue).sorted().toArray();
    double least = weights[weights.length - places];
    long right =
        shown.stream().limit(places).filter(id -> weight(exact, id) >= least * (1 - TIE)).count();
    return right / (double) places;
  }

  private static double weight(Map<Integer, Double> exact, String itemId) {
    int item = Integer.parseInt(itemId.substring(itemId.indexOf('-') + 1));
    return exact.getOrDefault(item, 0.0);
  }
}
