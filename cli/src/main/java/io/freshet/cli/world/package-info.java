/**
 * An invented world of audio listening, the playground's default data.
 *
 * <p>In: a seed and sizes. Out: catalog items, a warm-up history and endless live events, the same
 * for the same seed. Remembered: the catalog and a fixed number of open sessions; tastes are
 * functions of user and time, so nothing grows.
 */
@NullMarked
package io.freshet.cli.world;

import org.jspecify.annotations.NullMarked;
