/**
 * Learns a release of the graph network from what the topics hold.
 *
 * <p>In: items with their text vectors and neighborhoods ({@link
 * io.freshet.server.training.TrainingData}), read from the compacted topics by {@link
 * io.freshet.server.training.TopicTrainingData}. Out: a {@link io.freshet.server.model.Release}
 * with the figures measured on held-out edges, and its {@link
 * io.freshet.server.training.ReleaseAnnouncement}. Keyed by item while reading. Nothing is
 * remembered after a training; memory is bounded by items times text dimensions plus edges, at most
 * K per item and neighbor type.
 */
@NullMarked
package io.freshet.server.training;

import org.jspecify.annotations.NullMarked;
