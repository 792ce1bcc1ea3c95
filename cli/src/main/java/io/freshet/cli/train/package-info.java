/**
 * Trains releases, for the {@code train} command and the playground.
 *
 * <p>In: {@code item-features-<encoder>}, {@code listening-events} and {@code user-attributes},
 * read to their ends (for the graph network alone: {@code item-neighborhoods} instead of events),
 * or recorded data. Out: a release directory and its record on {@code model-releases}, keyed by
 * release. Remembered: nothing.
 */
@NullMarked
package io.freshet.cli.train;

import org.jspecify.annotations.NullMarked;
