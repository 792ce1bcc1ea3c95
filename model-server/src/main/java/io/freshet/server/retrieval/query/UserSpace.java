package io.freshet.server.retrieval.query;

import io.freshet.server.retrieval.index.Generation;
import io.freshet.server.retrieval.index.History;
import io.freshet.server.retrieval.index.TowerSpace;
import io.freshet.server.retrieval.index.VectorIndex;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * Where a generation compares users and items: by its towers, or else by its embeddings.
 *
 * @param items what is searched for a user
 * @param query the query of a history; empty when nothing of it is known
 * @param scale what an inner product is times to be the score
 * @param hasPopularity whether the last coordinate of an item is its popularity, against a query's
 *     1
 */
record UserSpace(
    VectorIndex items,
    Function<History, Optional<float[]>> query,
    double scale,
    boolean hasPopularity) {

  /**
   * Where a user is compared with items.
   *
   * @param attributes of the user; embeddings know nothing of them
   */
  static UserSpace of(Generation generation, UserVectors vectors, List<String> attributes) {
    Optional<TowerSpace> towers = generation.towers();
    return towers.isPresent()
        ? new UserSpace(
            towers.get().items(),
            history -> towers.get().query(history, attributes),
            towers.get().scale(),
            true)
        : new UserSpace(
            generation.index(), history -> vectors.of(history, generation.index()), 1, false);
  }
}
