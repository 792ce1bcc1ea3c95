package io.freshet.jobs.record;

import io.freshet.jobs.record.LayerEmbedding.Condition;

/**
 * The element by which the level of thresholds travels with the rounds, to every subtask of every
 * layer: rounds after its own have the level. It comes before the watermark of its round, so no
 * later round has been closed anywhere. No item has an empty id, so no embedding can be taken for
 * it.
 */
public final class LevelMarker {
  private static final float[] NO_VECTOR = new float[0];

  private LevelMarker() {}

  /** Rounds after this one have the level. */
  public static LayerEmbedding create(long round, int level) {
    return new LayerEmbedding("", "", NO_VECTOR, level, Condition.FRESH, round, OldestEvent.NONE);
  }

  /** Whether it is a marker and no embedding. */
  public static boolean is(LayerEmbedding embedding) {
    return embedding.item().isEmpty();
  }

  /** The level that a marker brings. */
  public static int level(LayerEmbedding marker) {
    return marker.degree();
  }
}
