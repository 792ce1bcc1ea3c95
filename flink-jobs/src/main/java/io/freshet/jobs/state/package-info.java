/**
 * Keyed state that is decoded once and stays in memory while its key is hot.
 *
 * <p>In and out: values of keyed state, keyed as the operator is. Remembered in memory: the states
 * of the keys used last, up to a stated number of entries; everything else, and at every checkpoint
 * all of it, is in Flink's state backend. Not tied to any stage.
 */
@NullMarked
package io.freshet.jobs.state;

import org.jspecify.annotations.NullMarked;
