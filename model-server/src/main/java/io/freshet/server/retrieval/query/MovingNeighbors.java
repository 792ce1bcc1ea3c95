package io.freshet.server.retrieval.query;

import io.freshet.server.retrieval.index.Catalog;
import io.freshet.server.retrieval.index.CatalogEntry;
import io.freshet.server.retrieval.index.TowerSpace;
import io.freshet.server.retrieval.index.Vectors;
import io.freshet.server.retrieval.query.Why.MovingNeighbor;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Which neighbors in the graph move an item up for a user, by leaving out: the contribution of a
 * neighbor is the score of the item embedded among all of its neighbors less that of the item
 * embedded without that one, whose share falls to nobody. Both are made from what the embeddings
 * are now, so that the delay of the item's own embedding is no part of the difference.
 *
 * <p>Cost: as many embeddings of the item as it has neighbors, each over all of them.
 */
final class MovingNeighbors {
  /** Neighbors that are named. */
  private static final int MOST = 5;

  private MovingNeighbors() {}

  /**
   * Those that moved the item up, the one that did most first.
   *
   * @param shares of the item's neighbors
   * @param query of the user
   */
  static List<MovingNeighbor> of(
      Catalog catalog, TowerSpace towers, String item, Map<String, Float> shares, float[] query) {
    Optional<float[]> among = towers.among(item, shares);
    if (among.isEmpty()) {
      return List.of();
    }
    double score = Vectors.dot(among.get(), 0, query);
    List<MovingNeighbor> neighbors = new ArrayList<>();
    shares.forEach(
        (neighbor, share) -> {
          Map<String, Float> others = new LinkedHashMap<>(shares);
          others.remove(neighbor);
          float[] without = towers.among(item, others).orElse(among.get());
          double contribution = (score - Vectors.dot(without, 0, query)) * towers.scale();
          if (contribution > 0) {
            String title = catalog.find(neighbor).map(CatalogEntry::title).orElse("");
            neighbors.add(new MovingNeighbor(neighbor, title, share, contribution));
          }
        });
    neighbors.sort(Comparator.comparingDouble(MovingNeighbor::contribution).reversed());
    return neighbors.subList(0, Math.min(MOST, neighbors.size()));
  }
}
