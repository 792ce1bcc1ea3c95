/**
 * Recorded data as what models are trained and judged on, for the {@code evaluate} command.
 *
 * <p>In: a {@link io.freshet.cli.data.Dataset}. Out: items with text vectors, events in order of
 * time, and snapshots of the interaction graph by the rules that the job runs; reports of what was
 * measured. Remembered: text vectors, by their texts, in a file that only grows.
 */
@NullMarked
package io.freshet.cli.evaluate;

import org.jspecify.annotations.NullMarked;
