package io.freshet.server.retrieval.http;

import io.freshet.server.retrieval.graph.LookupFailedException;
import io.freshet.server.retrieval.graph.Neighborhood;
import io.freshet.server.retrieval.graph.NeighborhoodSource;
import io.freshet.server.retrieval.query.ListedItem;
import io.freshet.server.retrieval.query.Recommender;
import io.javalin.http.Context;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** {@code GET /api/items/{item}/graph}: neighbors in the graph, with their shares. */
final class GraphResource {
  /**
   * Neighbors as clients see them.
   *
   * @param asOf newest interaction that the shares contain; null when the graph has no neighbors
   */
  record GraphView(String id, @Nullable String asOf, List<NeighborView> neighbors) {}

  /**
   * A neighbor.
   *
   * @param title null when the catalogue does not show it
   * @param share its part of the item's interactions with neighbors of its type
   */
  record NeighborView(String id, @Nullable String title, String type, float share) {}

  private final NeighborhoodSource graph;
  private final Recommender recommender;

  GraphResource(NeighborhoodSource graph, Recommender recommender) {
    this.graph = graph;
    this.recommender = recommender;
  }

  void show(Context context) {
    String item = context.pathParam("item");
    Optional<Neighborhood> found = find(item);
    context.json(
        new GraphView(
            item,
            found.map(it -> it.asOf().toString()).orElse(null),
            found.map(Neighborhood::neighbors).orElse(List.of()).stream()
                .map(this::view)
                .toList()));
  }

  private Optional<Neighborhood> find(String item) {
    try {
      return graph.find(item);
    } catch (LookupFailedException e) {
      throw new RequestException(ErrorCode.TOO_SLOW, String.valueOf(e.getMessage()));
    }
  }

  private NeighborView view(Neighborhood.Neighbor neighbor) {
    ListedItem listed = recommender.listed(neighbor.id());
    return new NeighborView(neighbor.id(), listed.title(), neighbor.type(), neighbor.share());
  }
}
