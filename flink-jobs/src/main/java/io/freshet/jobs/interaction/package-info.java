/**
 * In: {@link io.freshet.jobs.record.CheckedEvent}, and which users to erase. Out: {@link
 * io.freshet.jobs.record.EdgeUpdate}s of the pairs an event makes with the user's history, one
 * {@link io.freshet.jobs.record.Interaction} per accepted event, and the user's history as an
 * output record. Keyed by user. Remembers per user one value of at most {@code interaction.history}
 * interactions, twice {@code interaction.recent-ids} event ids, and the weight added to each of
 * {@code interaction.max-daily-events} plus {@code interaction.history} items, for the horizon of
 * {@code interaction.horizon} after the user's last event, by the wall clock; of an erased user
 * only the version and the time of the erasure, for as long.
 */
@NullMarked
package io.freshet.jobs.interaction;

import org.jspecify.annotations.NullMarked;
