package io.freshet.jobs.layer;

import io.freshet.jobs.record.LayerEmbedding;
import io.freshet.jobs.record.LayerEmbedding.Condition;
import io.freshet.jobs.record.Vectors;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The rule of the last good embedding of an item in one layer: an unusable answer keeps it and
 * marks it stale; an answer that changes nothing is not sent on.
 */
final class LastGood {
  private LastGood() {}

  /** Whether an answer of the model can be used. */
  static boolean isUsable(float[] answer, int dimensions) {
    return answer.length == dimensions && Vectors.isUsable(answer);
  }

  /** What a usable answer puts in its place; null when it changes nothing. */
  static @Nullable LayerEmbedding replacement(
      @Nullable LayerEmbedding held, Affected affected, float[] answer, long round) {
    LayerEmbedding next =
        new LayerEmbedding(
            affected.item(),
            affected.input().type(),
            Vectors.concatenation(affected.below(), answer),
            affected.degree(),
            affected.condition(),
            round,
            affected.oldestEventAt());
    return held != null && isSame(held, next) ? null : next;
  }

  /** What it is without a usable answer; null when there is none, or it is stale already. */
  static @Nullable LayerEmbedding stale(
      @Nullable LayerEmbedding held, Affected affected, long round) {
    if (held == null || held.condition() == Condition.STALE) {
      return null;
    }
    return new LayerEmbedding(
        held.item(),
        held.type(),
        held.vector(),
        held.degree(),
        Condition.STALE,
        round,
        affected.oldestEventAt());
  }

  private static boolean isSame(LayerEmbedding first, LayerEmbedding second) {
    return first.condition() == second.condition()
        && first.degree() == second.degree()
        && first.type().equals(second.type())
        && Arrays.equals(first.vector(), second.vector());
  }
}
