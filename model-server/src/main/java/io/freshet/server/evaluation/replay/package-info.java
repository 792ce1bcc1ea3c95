/**
 * Replays the time after the split event by event with frozen weights, to see what keeping
 * histories, graph and embeddings fresh is worth.
 *
 * <p>In: evaluation data, fitted scorers, and {@link io.freshet.server.evaluation.replay.Arm}s that
 * say what is kept how fresh. Out: the rank of every target in every arm, what refreshing cost, and
 * a report. Memory: one snapshot per tick.
 */
@NullMarked
package io.freshet.server.evaluation.replay;

import org.jspecify.annotations.NullMarked;
