/**
 * Trains releases from the topics, for the {@code train} command and the playground.
 *
 * <p>In: {@code item-features-<encoder>} and {@code item-neighborhoods}, read to their ends. Out: a
 * release directory and its record on {@code model-releases}, keyed by release. Remembered:
 * nothing.
 */
@NullMarked
package io.freshet.cli.train;

import org.jspecify.annotations.NullMarked;
