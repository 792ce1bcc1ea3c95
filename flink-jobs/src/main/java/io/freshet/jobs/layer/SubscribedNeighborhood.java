package io.freshet.jobs.layer;

import java.util.List;
import java.util.Map;

/**
 * The neighborhood of an item as its sources and its aggregates were told.
 *
 * @param version version of the record
 * @param scales relation type to the scale that makes shares of its weights
 * @param edges the subscriptions
 */
public record SubscribedNeighborhood(
    long version, Map<String, Double> scales, List<WeightedEdge> edges) {
  /**
   * A subscription.
   *
   * @param source the neighbor
   * @param relationType type under which it is aggregated
   * @param weight its weight as last told, above 0
   */
  public record WeightedEdge(String source, String relationType, float weight) {}
}
