/**
 * The retrieval server: compacted topics to answers. Assembles {@code ingest} (Kafka to memory),
 * {@code index} (what is held), {@code filter} (which items are wanted), {@code query} (answers)
 * and {@code http}; the only package that sees all five.
 */
@NullMarked
package io.freshet.server.retrieval;

import org.jspecify.annotations.NullMarked;
