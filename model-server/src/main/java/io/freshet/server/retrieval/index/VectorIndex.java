package io.freshet.server.retrieval.index;

import java.util.Collection;
import java.util.List;
import java.util.Optional;

/**
 * Vectors of one embedding space, by item id, searched by inner product. Thread-safe: searches run
 * while writes arrive; a search sees each item either before or after a write, never half of it.
 *
 * <p>Writes carry versions. A write is applied when its version is at least the one held, be it of
 * a vector or of a deletion; equal versions are decided by the order of arrival.
 */
public interface VectorIndex {
  /**
   * Holds the vector under the id, in place of an earlier one.
   *
   * @param vector {@link #dimensions} floats; copied
   * @return {@link WriteOutcome#STALE} when a newer version is held or was deleted
   * @throws BadVectorException when the vector has another dimension, is not finite or is zero;
   *     what was held stays
   * @throws StoreFullException when the id is new and the index is full
   */
  WriteOutcome upsert(String id, String type, float[] vector, long version);

  /**
   * Forgets the id and remembers that this version deleted it, whether or not it was held.
   *
   * @return {@link WriteOutcome#STALE} when a newer version is held or was deleted
   */
  WriteOutcome delete(String id, long version);

  /**
   * The accepted items with the highest inner product with the query, best first; an approximate
   * index may miss some. The page is full whenever enough accepted items are held.
   *
   * @param query {@link #dimensions} floats
   * @param limit most candidates answered, at least 1
   * @throws BadVectorException when the query has another dimension, is not finite or is zero
   */
  List<Candidate> search(float[] query, int limit, CandidateFilter filter);

  /** What {@link #search} would answer if it looked at everything: the ground truth for it. */
  List<Candidate> searchExactly(float[] query, int limit, CandidateFilter filter);

  /**
   * The same among these items alone, exactly: for filters that accept so few that they are listed.
   *
   * @param ids each at most once
   */
  default List<Candidate> searchAmong(
      Collection<String> ids, float[] query, int limit, CandidateFilter filter) {
    Vectors.check("the query", query, dimensions());
    TopCandidates top = new TopCandidates(limit);
    for (String id : ids) {
      candidate(id, query, filter).ifPresent(top::offer);
    }
    return top.bestFirst();
  }

  /** One item as a candidate; nothing when it is not held or not accepted. */
  Optional<Candidate> candidate(String id, float[] query, CandidateFilter filter);

  /** A copy of the vector held under the id. */
  Optional<float[]> vector(String id);

  /** What the index has learnt of its rows; empty when it learns nothing, or has not yet. */
  default Optional<IndexLayout> layout() {
    return Optional.empty();
  }

  /**
   * Makes room for rows as they lay in another index, before the first is written: filling is
   * quicker then. What does not suit this index is passed over.
   */
  default void layOut(IndexLayout layout) {}

  /** Number of items held. */
  int size();

  /** Length of every vector. */
  int dimensions();
}
