/**
 * Neighbors of items in the graph, looked up in {@code item-neighborhoods} when somebody asks.
 * Comes in: an item id. Goes out: what the topic says of it last. Nothing is remembered, so what
 * this costs is paid by whoever asks, in reading one partition; for people who look at an item, not
 * for answers. Bounds: one lookup at a time, and its time.
 */
@NullMarked
package io.freshet.server.retrieval.graph;

import org.jspecify.annotations.NullMarked;
