/**
 * The last layer to Kafka. In: {@code LayerEmbedding} of the last layer, keyed by item, and the
 * fragments of every stage; beside them what was audited. Out: versioned {@code ItemEmbedding}
 * records and tombstones, one {@code EmbeddingRound} manifest per closed round, dead letters.
 * Remembers per item what was published last (one vector), the version of a removed item for {@code
 * tombstone-retention}, and the end offsets of every input partition.
 */
@NullMarked
package io.freshet.jobs.publish;

import org.jspecify.annotations.NullMarked;
