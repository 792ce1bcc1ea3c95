package io.freshet.server.retrieval.tower;

import io.freshet.server.model.HistoryPooling;
import io.freshet.server.retrieval.index.History;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/**
 * Histories to queries: the newest items are pooled as training pools them, by the embeddings as
 * they are now, and the user's attributes are added. Items without an embedding take no place.
 * Thread-safe.
 */
final class Queries {
  private static final float[] EMPTY = {};

  private final PlainTowers towers;
  private final Function<String, Optional<Embedded>> embeddings;

  Queries(PlainTowers towers, Function<String, Optional<Embedded>> embeddings) {
    this.towers = towers;
    this.embeddings = embeddings;
  }

  /**
   * An item's embedding.
   *
   * @param type index of its type
   * @param vector z
   */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  record Embedded(int type, float[] vector) {}

  /** The query; empty when no item of the history has an embedding. */
  Optional<float[]> of(History history, List<String> attributes) {
    Newest newest = new Newest();
    for (int place = 0; place < history.size() && !newest.isFull(); place++) {
      newest.take(history.item(place), history.isWeak(place));
    }
    return newest.isEmpty()
        ? Optional.empty()
        : Optional.of(towers.query(newest.pooled(), attributes));
  }

  /** The newest distinct items that have embeddings. */
  private final class Newest {
    private final Set<String> met = new HashSet<>();
    private final List<Embedded> items = new ArrayList<>();
    private final List<Integer> slots = new ArrayList<>();

    boolean isFull() {
      return items.size() == HistoryPooling.DEPTH;
    }

    boolean isEmpty() {
      return items.isEmpty();
    }

    void take(String item, boolean isWeak) {
      if (met.add(item)) {
        embeddings
            .apply(item)
            .ifPresent(
                embedded -> {
                  items.add(embedded);
                  slots.add(isWeak ? towers.shape().weakSlot() : embedded.type());
                });
      }
    }

    List<float[]> pooled() {
      List<float[]> pooled = new ArrayList<>();
      for (int slot = 0; slot < towers.shape().slots(); slot++) {
        pooled.add(slots.contains(slot) ? new float[towers.shape().embeddingDimensions()] : EMPTY);
      }
      int last = items.size() - 1;
      new HistoryPooling(towers.shape().slots())
          .pool(
              items.size(),
              place -> last - place,
              place -> slots.get(last - place),
              (slot, item, share) -> add(pooled.get(slot), items.get(item).vector(), share));
      return pooled;
    }

    private static void add(float[] sum, float[] vector, float share) {
      for (int k = 0; k < sum.length; k++) {
        sum[k] += share * vector[k];
      }
    }
  }
}
