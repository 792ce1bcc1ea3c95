/**
 * Rolls a release out in a running system, for the {@code rollout} command: an embedding job beside
 * the one that serves, its coverage, the flip, and back.
 *
 * <p>In: a release directory, the keys of {@code catalog-items}, {@code item-features-<encoder>}
 * and {@code item-embeddings-<release>}. Out: a job, the release's topics, the active record.
 * Remembered: nothing; a rollout that was interrupted is started again and goes on.
 */
@NullMarked
package io.freshet.cli.rollout;

import org.jspecify.annotations.NullMarked;
