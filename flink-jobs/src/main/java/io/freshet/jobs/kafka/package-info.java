/**
 * Kafka's edge of every job. In: records of any topic as {@link io.freshet.jobs.kafka.RawRecord},
 * undecoded, so that bad bytes are an element of the stream and never an exception in the source.
 * Out: {@link io.freshet.jobs.kafka.OutputRecord} with its version header, and dead letters with
 * the headers of Kafka Connect. Remembers nothing.
 */
@NullMarked
package io.freshet.jobs.kafka;

import org.jspecify.annotations.NullMarked;
