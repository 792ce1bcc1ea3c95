package io.freshet.server.retrieval.graph;

import static java.util.Objects.requireNonNull;

import java.time.Instant;
import java.util.List;

/**
 * The neighbors of an item.
 *
 * @param asOf newest interaction that the shares contain
 * @param neighbors by type, the largest shares first within a type
 */
public record Neighborhood(Instant asOf, List<Neighbor> neighbors) {
  public Neighborhood {
    requireNonNull(asOf, "asOf is null");
    neighbors = List.copyOf(neighbors);
  }

  /**
   * A neighbor.
   *
   * @param share its part of the item's interactions with neighbors of its type, 0 to 1
   */
  public record Neighbor(String id, String type, float share) {}
}
