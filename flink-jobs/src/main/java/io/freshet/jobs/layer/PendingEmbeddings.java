package io.freshet.jobs.layer;

import io.freshet.jobs.record.LayerEmbedding;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.flink.api.common.state.MapState;
import org.apache.flink.api.common.state.ValueState;
import org.jspecify.annotations.Nullable;

/** The newest embedding of one item in one layer as of the round that is closed. */
final class PendingEmbeddings {
  private final ValueState<LayerEmbedding> held;
  private final MapState<Long, LayerEmbedding> pending;

  /**
   * Embeddings over their state.
   *
   * @param held as of the round closed last; nothing when the item is gone
   * @param pending round to embedding
   */
  PendingEmbeddings(ValueState<LayerEmbedding> held, MapState<Long, LayerEmbedding> pending) {
    this.held = held;
    this.pending = pending;
  }

  void hold(LayerEmbedding embedding) throws Exception {
    pending.put(embedding.round(), embedding);
  }

  List<Long> rounds() throws Exception {
    List<Long> rounds = new ArrayList<>();
    pending.keys().forEach(rounds::add);
    return rounds;
  }

  /** Applies what waits for rounds up to this one; yields what is held then. */
  @Nullable LayerEmbedding close(long round) throws Exception {
    @Nullable LayerEmbedding newest = null;
    List<Long> due = new ArrayList<>();
    for (Map.Entry<Long, LayerEmbedding> waiting : pending.entries()) {
      if (waiting.getKey() <= round) {
        due.add(waiting.getKey());
        newest = newest == null || waiting.getKey() > newest.round() ? waiting.getValue() : newest;
      }
    }
    for (Long taken : due) {
      pending.remove(taken);
    }
    if (newest == null) {
      return held.value();
    }
    if (newest.removed()) {
      held.clear();
      return null;
    }
    held.update(newest);
    return newest;
  }
}
