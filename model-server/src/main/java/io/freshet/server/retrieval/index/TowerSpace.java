package io.freshet.server.retrieval.index;

import java.util.Map;
import java.util.Optional;

/**
 * The space in which a release with towers compares users and items, apart from that of its
 * embeddings. Thread-safe.
 */
public interface TowerSpace {
  /** The item vectors, searched by inner product. */
  VectorIndex items();

  /**
   * The query of a user, to be searched with.
   *
   * @return empty when nothing of the history has an embedding
   */
  Optional<float[]> query(History history);

  /**
   * What the vector of an item would be with these neighbors in the graph and no others.
   *
   * @param shares by neighbor; one without an embedding counts as none
   * @return empty when the item has no vector
   */
  Optional<float[]> among(String item, Map<String, Float> shares);

  /** What an inner product of item and query is times to be the score. */
  double scale();
}
