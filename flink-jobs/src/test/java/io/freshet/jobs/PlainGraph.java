package io.freshet.jobs;

import io.freshet.schemas.ListeningEvent;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The interaction graph computed the plain way: all pairs of all events of each user, in memory,
 * for events of strength 1 inside every window and limit. Forgets nothing, so it is the truth that
 * the job is compared with.
 */
final class PlainGraph {
  private PlainGraph() {}

  /** Share per item, neighbor type and neighbor. */
  static Map<String, Map<String, Map<String, Double>>> shares(
      List<ListeningEvent> events, Duration halfLife) {
    Map<String, Map<String, Map<String, Double>>> weights = new TreeMap<>();
    for (ListeningEvent one : events) {
      for (ListeningEvent other : events) {
        if (one.getUserId().equals(other.getUserId())
            && !one.getItemId().equals(other.getItemId())) {
          long at =
              Math.max(one.getOccurredAt().toEpochMilli(), other.getOccurredAt().toEpochMilli());
          double weight =
              Math.pow(
                  2,
                  (at - events.get(0).getOccurredAt().toEpochMilli())
                      / (double) halfLife.toMillis());
          weights
              .computeIfAbsent(one.getItemId(), id -> new TreeMap<>())
              .computeIfAbsent(other.getItemType(), type -> new TreeMap<>())
              .merge(other.getItemId(), weight, Double::sum);
        }
      }
    }
    weights.values().forEach(types -> types.values().forEach(PlainGraph::normalize));
    return weights;
  }

  private static void normalize(Map<String, Double> weights) {
    double sum = weights.values().stream().mapToDouble(Double::doubleValue).sum();
    weights.replaceAll((id, weight) -> weight / sum);
  }
}
