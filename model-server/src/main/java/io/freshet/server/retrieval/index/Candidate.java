package io.freshet.server.retrieval.index;

import java.util.Comparator;

/**
 * One item that may be answered.
 *
 * @param id id of the item
 * @param type type of the item
 * @param score higher is better; what it measures is the producer's to say
 */
public record Candidate(String id, String type, double score) {
  /** Best score first; equal scores by id, so that an order is never left to chance. */
  public static final Comparator<Candidate> BEST_FIRST =
      Comparator.comparingDouble(Candidate::score).reversed().thenComparing(Candidate::id);
}
