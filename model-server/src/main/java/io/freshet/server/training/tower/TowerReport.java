package io.freshet.server.training.tower;

import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;

/**
 * What a training did.
 *
 * @param items items of the table
 * @param events events before the split
 * @param targets events that were predicted
 * @param epochs epochs after which the weights were kept
 * @param loss running mean of the training loss at the end
 * @param validation figures of the best epoch, whose weights never saw the validation slice
 * @param elapsed time spent
 */
public record TowerReport(
    int items,
    int events,
    int targets,
    int epochs,
    double loss,
    ValidationFigures validation,
    Duration elapsed) {
  static final String HIT_RATE = "validation-hr-10";
  static final String RECIPROCAL_RANK = "validation-mrr-100";

  /** The figures by name, as a release carries them. */
  public Map<String, Double> metrics() {
    Map<String, Double> metrics = new TreeMap<>();
    metrics.put("items", (double) items);
    metrics.put("events", (double) events);
    metrics.put("targets", (double) targets);
    metrics.put("epochs", (double) epochs);
    metrics.put("loss", loss);
    metrics.put(HIT_RATE, validation.hitRateAt10());
    metrics.put(RECIPROCAL_RANK, validation.meanReciprocalRank());
    return metrics;
  }
}
