/**
 * Events of the past and what the interaction graph job would have known at any moment of it.
 *
 * <p>In: events in order of time, from files or from {@code listening-events}, and the items they
 * are about. Out: an {@link io.freshet.server.snapshot.EventLog} and {@link
 * io.freshet.server.snapshot.Snapshot}s. All events are held in memory, some 300 bytes each.
 */
@NullMarked
package io.freshet.cli.recorded;

import org.jspecify.annotations.NullMarked;
