package io.freshet.server.retrieval.index;

import java.util.List;
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
   * @param attributes of the user, as {@code name=value}; those that the release does not know
   *     count for nothing
   * @return empty when nothing of the history has an embedding, whatever the attributes: towers
   *     learn from users who did something before, and to say that a user of this age and country
   *     is like that would be a guess that nobody has measured
   */
  Optional<float[]> query(History history, List<String> attributes);

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
