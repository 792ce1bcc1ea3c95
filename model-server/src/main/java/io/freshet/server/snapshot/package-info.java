/**
 * What was known of items at a moment, as flat arrays: the form in which models are trained and
 * judged.
 *
 * <p>In: an {@link io.freshet.server.snapshot.ItemTable} and an {@link
 * io.freshet.server.snapshot.EventLog}. Out: {@link io.freshet.server.snapshot.Snapshot}s of a
 * {@link io.freshet.server.snapshot.SnapshotSource}, made of nothing that happened at the moment or
 * after it. Everything but a source is immutable. Memory is bounded by items times text dimensions,
 * plus events, plus K edges per item and neighbor type for each snapshot that is held.
 */
@NullMarked
package io.freshet.server.snapshot;

import org.jspecify.annotations.NullMarked;
