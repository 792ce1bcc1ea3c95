package io.freshet.jobs.record;

import static java.util.Objects.requireNonNull;

import java.util.List;

/**
 * One input of an audited embedding: the neighborhood or the encoded text of an item as of a round.
 *
 * @param root the item that is audited
 * @param round the round
 * @param item the item whose input this is
 * @param part which of its inputs
 * @param type its type; empty beside a neighborhood
 * @param vector its embedding in layer 0; empty beside a neighborhood, and when the newest text
 *     could not be encoded
 * @param neighbors its neighbors; empty beside a text
 */
@SuppressWarnings("ArrayRecordComponent") // never changed after construction, never compared
public record AuditAnswer(
    String root,
    long round,
    String item,
    Part part,
    String type,
    float[] vector,
    List<NeighborShare> neighbors) {
  private static final float[] NO_VECTOR = new float[0];

  /** What is answered. */
  public enum Part {
    /** The neighborhood. */
    NEIGHBORHOOD,
    /** The encoded text. */
    TEXT
  }

  public AuditAnswer {
    requireNonNull(root, "root is null");
    requireNonNull(item, "item is null");
    requireNonNull(part, "part is null");
    requireNonNull(type, "type is null");
    requireNonNull(vector, "vector is null");
    requireNonNull(neighbors, "neighbors is null");
  }

  /** The neighborhood of the item asked about. */
  public static AuditAnswer neighborhood(AuditQuestion question, List<NeighborShare> neighbors) {
    return new AuditAnswer(
        question.root(),
        question.round(),
        question.item(),
        Part.NEIGHBORHOOD,
        "",
        NO_VECTOR,
        neighbors);
  }

  /** The encoded text of the item asked about. */
  public static AuditAnswer text(AuditQuestion question, LayerEmbedding encoded) {
    boolean isFresh = encoded.condition() == LayerEmbedding.Condition.FRESH;
    return new AuditAnswer(
        question.root(),
        question.round(),
        question.item(),
        Part.TEXT,
        encoded.type(),
        isFresh ? encoded.vector() : NO_VECTOR,
        List.of());
  }
}
