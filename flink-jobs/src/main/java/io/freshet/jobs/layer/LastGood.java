package io.freshet.jobs.layer;

import io.freshet.jobs.record.LayerEmbedding;
import io.freshet.jobs.record.LayerEmbedding.Condition;
import io.freshet.jobs.record.Vectors;
import java.util.Arrays;
import org.apache.flink.api.common.state.ValueState;
import org.jspecify.annotations.Nullable;

/**
 * The last good embedding of an item in one layer. An unusable answer keeps it and marks it stale;
 * an answer that changes nothing is not sent on. All methods yield what is to be sent on, or null.
 */
final class LastGood {
  private final ValueState<LayerEmbedding> held;

  LastGood(ValueState<LayerEmbedding> held) {
    this.held = held;
  }

  /** Whether an answer of the model can be used. */
  static boolean isUsable(float[] answer, int dimensions) {
    return answer.length == dimensions && Vectors.isUsable(answer);
  }

  @Nullable LayerEmbedding held() throws Exception {
    return held.value();
  }

  /** A usable answer arrived. */
  @Nullable LayerEmbedding replace(Affected affected, float[] answer, long round) throws Exception {
    LayerEmbedding next =
        new LayerEmbedding(
            affected.item(),
            affected.input().type(),
            Vectors.concatenation(affected.below(), answer),
            affected.degree(),
            affected.condition(),
            round,
            affected.oldestEventAt());
    @Nullable LayerEmbedding before = held.value();
    if (before != null && isSame(before, next)) {
      return null;
    }
    held.update(next);
    return next;
  }

  /** No usable answer arrived. */
  @Nullable LayerEmbedding spoil(Affected affected, long round) throws Exception {
    @Nullable LayerEmbedding before = held.value();
    if (before == null || before.condition() == Condition.STALE) {
      return null;
    }
    LayerEmbedding stale =
        new LayerEmbedding(
            before.item(),
            before.type(),
            before.vector(),
            before.degree(),
            Condition.STALE,
            round,
            affected.oldestEventAt());
    held.update(stale);
    return stale;
  }

  /** The item is gone. */
  @Nullable LayerEmbedding remove(String item, long round, long oldestEventAt) throws Exception {
    if (held.value() == null) {
      return null;
    }
    held.clear();
    return LayerEmbedding.removal(item, round, oldestEventAt);
  }

  private static boolean isSame(LayerEmbedding first, LayerEmbedding second) {
    return first.condition() == second.condition()
        && first.degree() == second.degree()
        && first.type().equals(second.type())
        && Arrays.equals(first.vector(), second.vector());
  }
}
