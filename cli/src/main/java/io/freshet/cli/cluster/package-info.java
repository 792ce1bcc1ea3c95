/**
 * The whole system on one machine, every part a process of its own: what {@code freshet cluster}
 * starts, shows and stops.
 *
 * <p>In: a directory. Out: processes, and in the directory what they keep (a broker's log, Flink's
 * checkpoints, releases), what they say ({@code logs}) and who they are ({@code processes.json}). A
 * process that is missing is started again by the next {@code up}, where it was.
 */
@NullMarked
package io.freshet.cli.cluster;

import org.jspecify.annotations.NullMarked;
