/**
 * What rises now, from the popularity that the graph job publishes.
 *
 * <p>In: the topics {@code item-statistics} and {@code catalog-items}, each read once to its end.
 * Out: the items that are played more than usual, most unusual first. Remembered: nothing.
 */
@NullMarked
package io.freshet.cli.rising;

import org.jspecify.annotations.NullMarked;
