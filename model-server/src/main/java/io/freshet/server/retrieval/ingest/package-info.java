/**
 * Kafka topics into memory. Comes in: {@code model-releases}, {@code item-embeddings-<release>},
 * {@code catalog-items}, {@code user-histories}, {@code user-attributes} (which need not be there),
 * {@code item-statistics}, keyed by the id they are about, read from the beginning without a
 * consumer group. Goes out: writes to the stores and the index, the serving generation, positions
 * and freshness. Remembered: positions, so that a failed reader goes on where it was; the last
 * {@link io.freshet.server.retrieval.ingest.FreshnessMeter#WINDOW} freshness samples; at most one
 * index generation being built and one prepared, beside the serving one and the previous one. A bad
 * record is counted and skipped; a failing broker is retried with backoff, for ever, and shows as
 * lag.
 */
@NullMarked
package io.freshet.server.retrieval.ingest;

import org.jspecify.annotations.NullMarked;
