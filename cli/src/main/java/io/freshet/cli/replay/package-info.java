/**
 * Puts recorded or invented listening on Kafka.
 *
 * <p>In: catalog items, and listening events in event-time order. Out: records on {@code
 * catalog-items} and {@code listening-events}, keyed by item and by user, stamped with the time of
 * sending; events carry the header {@code freshet-clock}, the latest event time sent so far that is
 * not in the future, by which the jobs judge what is too old or in the future. Remembered: nothing
 * but counters.
 */
@NullMarked
package io.freshet.cli.replay;

import org.jspecify.annotations.NullMarked;
