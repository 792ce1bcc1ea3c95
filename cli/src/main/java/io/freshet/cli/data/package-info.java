/**
 * Recorded listening (or rating) data of several formats as catalog items and listening events.
 *
 * <p>In: a directory and a {@link io.freshet.cli.data.DataFormat}. Out: a {@link
 * io.freshet.cli.data.Dataset}, its events in event-time order. Bad lines are counted and named,
 * and reading goes on. Remembered: catalog items in memory, events only up to the sorter's run
 * length; longer data is sorted through temporary files.
 */
@NullMarked
package io.freshet.cli.data;

import org.jspecify.annotations.NullMarked;
