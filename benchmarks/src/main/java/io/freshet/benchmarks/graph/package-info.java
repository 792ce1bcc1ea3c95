/**
 * The interaction graph job beside a plain per-event job, on the same events in the same Kafka.
 *
 * <p>In: invented and real {@link io.freshet.benchmarks.graph.Traffic}. Out: a report. Remembered:
 * the events of one traffic, in arrays.
 */
@NullMarked
package io.freshet.benchmarks.graph;

import org.jspecify.annotations.NullMarked;
