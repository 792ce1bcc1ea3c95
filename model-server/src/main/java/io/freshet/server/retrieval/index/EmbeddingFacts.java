package io.freshet.server.retrieval.index;

import java.time.Instant;

/**
 * What is known of an item's embedding beside the vector.
 *
 * @param version version of the record
 * @param computedAt when the embedding was computed
 * @param stale true when its newest inputs could not be embedded
 * @param errorEstimate estimated distance from the exact embedding; 0 in exact mode
 * @param degree neighbors it was computed from
 */
public record EmbeddingFacts(
    long version, Instant computedAt, boolean stale, float errorEstimate, int degree) {
  public EmbeddingFacts {
    Times.check("embedding", computedAt);
  }

  /** Facts of an exact embedding without neighbors. */
  public EmbeddingFacts(long version, Instant computedAt, boolean stale) {
    this(version, computedAt, stale, 0, 0);
  }
}
