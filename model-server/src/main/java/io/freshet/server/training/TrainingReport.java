package io.freshet.server.training;

import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;

/**
 * What a training did and how good its result is on held-out pairs.
 *
 * @param items items trained on
 * @param edges (item, neighbor) entries, held-out ones included
 * @param heldOutPairs pairs the metrics are measured on
 * @param steps steps done
 * @param bestStep step whose weights were kept
 * @param loss running mean of the training loss at the end
 * @param link metrics of the item embeddings
 * @param text metrics of the centred text vectors, the baseline
 * @param elapsed time spent
 */
public record TrainingReport(
    int items,
    int edges,
    int heldOutPairs,
    int steps,
    int bestStep,
    double loss,
    LinkMetrics link,
    LinkMetrics text,
    Duration elapsed) {
  /** The figures by name, as a release carries them. */
  public Map<String, Double> metrics() {
    Map<String, Double> metrics = new TreeMap<>();
    metrics.put("items", (double) items);
    metrics.put("edges", (double) edges);
    metrics.put("held-out-pairs", (double) heldOutPairs);
    metrics.put("steps", (double) bestStep);
    metrics.put("loss", loss);
    metrics.put("link-auc", link.auc());
    metrics.put("link-hr-10", link.hitRateAt10());
    metrics.put("link-mrr", link.meanReciprocalRank());
    metrics.put("text-auc", text.auc());
    metrics.put("text-hr-10", text.hitRateAt10());
    metrics.put("text-mrr", text.meanReciprocalRank());
    return metrics;
  }
}
