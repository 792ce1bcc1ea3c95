/**
 * In: raw Kafka records of {@code listening-events}, and of {@code catalog-items}. Out: {@link
 * io.freshet.jobs.record.CheckedEvent}s, dead letters with a reason of the closed set, and which
 * items the catalog holds. Keyed by nothing, remembers nothing. No bytes, whatever they are, make
 * the job fail.
 */
@NullMarked
package io.freshet.jobs.event;

import org.jspecify.annotations.NullMarked;
