package io.freshet.server.retrieval.graph;

import java.util.Optional;

/** Knows the neighbors of items. */
public interface NeighborhoodSource {
  /**
   * The neighbors of an item.
   *
   * @return empty when the graph has none of it
   * @throws LookupFailedException when that cannot be told now
   */
  Optional<Neighborhood> find(String item);
}
