package io.freshet.server.retrieval.index;

import java.time.Instant;

/**
 * What is known of an item's embedding beside the vector.
 *
 * @param version version of the record
 * @param computedAt when the embedding was computed
 * @param stale true when its newest inputs could not be embedded
 */
public record EmbeddingFacts(long version, Instant computedAt, boolean stale) {
  public EmbeddingFacts {
    Times.check("embedding", computedAt);
  }
}
