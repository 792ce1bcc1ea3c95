package io.freshet.server.retrieval.ingest;

/**
 * How long events took to become searchable: from the ingest time of the oldest event behind an
 * embedding to the moment searches saw the embedding.
 *
 * @param p50Millis half of the recent embeddings were at least this fast; NaN when there are none
 * @param p99Millis 99 in 100 of the recent embeddings were at least this fast; NaN when none
 * @param count embeddings measured since the start; the quantiles are over the latest of them
 */
public record Freshness(double p50Millis, double p99Millis, long count) {}
