package io.freshet.jobs.layer;

import io.freshet.jobs.record.LayerEmbedding;
import io.freshet.jobs.record.LayerEmbedding.Condition;
import io.freshet.jobs.state.StateInput;
import io.freshet.jobs.state.StateOutput;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A {@link LayerEmbedding} inside a value in state: its condition, 0 where there is none, then
 * item, type, vector, degree, round and oldest event.
 */
final class Embeddings {
  private static final int NONE = 0;

  /** By what they are written as, counted from 1. Only ever added to. */
  private static final List<Condition> CONDITIONS =
      List.of(Condition.FRESH, Condition.STALE, Condition.REMOVED);

  private Embeddings() {}

  static void write(@Nullable LayerEmbedding embedding, StateOutput out) {
    if (embedding == null) {
      out.number8(NONE);
      return;
    }
    out.number8(1 + CONDITIONS.indexOf(embedding.condition()))
        .text(embedding.item())
        .text(embedding.type())
        .vector(embedding.vector())
        .count(embedding.degree())
        .number64(embedding.round())
        .number64(embedding.oldestEventAt());
  }

  static @Nullable LayerEmbedding read(StateInput in) {
    int condition = in.number8();
    return condition == NONE
        ? null
        : new LayerEmbedding(
            in.text(),
            in.text(),
            in.floats(),
            in.count(),
            CONDITIONS.get(condition - 1),
            in.number64(),
            in.number64());
  }

  /** The embedding with another vector. */
  static LayerEmbedding with(LayerEmbedding embedding, float[] vector) {
    return new LayerEmbedding(
        embedding.item(),
        embedding.type(),
        vector,
        embedding.degree(),
        embedding.condition(),
        embedding.round(),
        embedding.oldestEventAt());
  }
}
