/**
 * The whole system in one process, on real parts, for people who want to see it work.
 *
 * <p>In: a {@link io.freshet.cli.playground.Programme}, invented or recorded. Running: a Kafka
 * broker, a Flink cluster with the three jobs, the inference and the retrieval server. Out: what
 * happens, about once a second, and a {@link io.freshet.cli.playground.Summary} at the end.
 * Remembered: everything is in the playground's directory (broker, checkpoints, releases), so a
 * kept one goes on where it stopped; a temporary one is deleted.
 */
@NullMarked
package io.freshet.cli.playground;

import org.jspecify.annotations.NullMarked;
