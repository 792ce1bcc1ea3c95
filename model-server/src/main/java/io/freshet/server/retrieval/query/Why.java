package io.freshet.server.retrieval.query;

import static java.util.Objects.requireNonNull;

import java.util.List;

/**
 * Why one item would stand where it does for one user.
 *
 * @param item with its score for the user
 * @param because popularity and plays
 * @param neighbors the item's neighbors in the graph that moved it up, the one that did most first;
 *     none where the release has no towers
 */
public record Why(
    ScoredItem item, Explanation because, List<MovingNeighbor> neighbors, IndexState index) {
  public Why {
    requireNonNull(item, "item is null");
    requireNonNull(because, "because is null");
    neighbors = List.copyOf(neighbors);
    requireNonNull(index, "index is null");
  }

  /**
   * A neighbor in the graph.
   *
   * @param share its part of the item's interactions with neighbors of its type, 0 to 1
   * @param contribution how much lower the score would be had the item been embedded without it
   */
  public record MovingNeighbor(String id, String title, float share, double contribution) {}
}
