/**
 * What retrieval holds in memory: item vectors, catalogue entries with lists of items by rare
 * attribute values, user histories and item popularity. Comes in: single writes, each with a
 * version. Goes out: candidates by inner product, and look-ups by id. Remembered: the newest
 * version of every key, and of deleted keys their version for the retention in {@link
 * io.freshet.server.retrieval.index.StoreLimits}, which also bounds keys and tombstones per store.
 * Knows neither Kafka nor HTTP.
 */
@NullMarked
package io.freshet.server.retrieval.index;

import org.jspecify.annotations.NullMarked;
