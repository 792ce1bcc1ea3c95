package io.freshet.jobs.record;

import static java.util.Objects.requireNonNull;

/**
 * Embedding of an item up to one layer, as of a round.
 *
 * @param item id of the item
 * @param type its type; empty when removed
 * @param vector [h0; ...; hl], each of unit length; empty when removed
 * @param degree number of neighbors it was computed from; 0 at layer 0
 * @param condition what the vector is worth
 * @param round round that it belongs to
 * @param oldestEventAt ingest time of the oldest event of the item itself behind the change, or
 *     {@link OldestEvent#NONE} when only neighbors moved
 */
@SuppressWarnings("ArrayRecordComponent") // never changed after construction, never compared
public record LayerEmbedding(
    String item,
    String type,
    float[] vector,
    int degree,
    Condition condition,
    long round,
    long oldestEventAt) {
  /** What a vector is worth. */
  public enum Condition {
    /** Computed from the newest inputs. */
    FRESH,
    /** The newest inputs could not be embedded, in this layer or one below: last good vector. */
    STALE,
    /** The item is gone; there is no vector. */
    REMOVED
  }

  public LayerEmbedding {
    requireNonNull(item, "item is null");
    requireNonNull(type, "type is null");
    requireNonNull(vector, "vector is null");
    requireNonNull(condition, "condition is null");
  }

  /** The item is gone. */
  public static LayerEmbedding removal(String item, long round, long oldestEventAt) {
    return new LayerEmbedding(item, "", new float[0], 0, Condition.REMOVED, round, oldestEventAt);
  }

  /** Whether the item is gone. */
  public boolean removed() {
    return condition == Condition.REMOVED;
  }
}
