/**
 * How the whole system is: what the ops page shows. Comes in: end offsets of the topics and the
 * newest records of {@code *.dlq} and {@code embedding-rounds-<release>}, metrics of other
 * processes in the Prometheus text format, the state of this server. Goes out: one {@link
 * io.freshet.server.retrieval.status.Status} every two seconds, the same for all who look.
 * Remembered: an hour of counter readings, ten minutes of the figures that are drawn, the newest 60
 * rounds, the newest 20 dead letters in redacted form, the positions of 4,000 items on the map. A
 * source that does not answer is shown as it was last seen, and as stale, never as zero.
 */
@NullMarked
package io.freshet.server.retrieval.status;

import org.jspecify.annotations.NullMarked;
