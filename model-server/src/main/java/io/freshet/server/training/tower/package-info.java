/**
 * Learns the graph network and the two towers together, from what users turned to next.
 *
 * <p>In: a {@link io.freshet.server.evaluation.TrainingSet}, of which nothing at or after the split
 * is read. Out: a {@link io.freshet.server.model.Release} with towers, as a {@link
 * io.freshet.server.evaluation.Scorer} too. The history is cut into blocks; a block's targets are
 * predicted from the graph, the use and the histories before it. Remembered: a checkpoint file,
 * where one is asked for. Memory is bounded by items times text dimensions, by blocks times edges
 * of their graphs, and by one batch times its candidates.
 */
@NullMarked
package io.freshet.server.training.tower;

import org.jspecify.annotations.NullMarked;
