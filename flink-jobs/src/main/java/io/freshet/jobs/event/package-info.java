/**
 * In: raw Kafka records of {@code listening-events}, of {@code catalog-items} and of {@code
 * user-attributes}. Out: {@link io.freshet.jobs.record.CheckedEvent}s, dead letters with a reason
 * of the closed set, which items the catalog holds, and which users are to be erased. Keyed by
 * nothing, remembers nothing. No bytes, whatever they are, make the job fail.
 */
@NullMarked
package io.freshet.jobs.event;

import org.jspecify.annotations.NullMarked;
