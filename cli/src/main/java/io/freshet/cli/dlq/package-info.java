/**
 * Dead letters: what was refused and why, and sending it again.
 *
 * <p>In: the records of one {@code <topic>.dlq}, from the earliest to where it ended when asked.
 * Out: counts and samples, or the original records on {@code <topic>}. Remembers nothing: what was
 * sent again is known to the consumer group of a replay, in Kafka.
 */
@NullMarked
package io.freshet.cli.dlq;

import org.jspecify.annotations.NullMarked;
