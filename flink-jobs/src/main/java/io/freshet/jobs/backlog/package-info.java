/**
 * The backlog of an input: what lay in the topic when the job was started.
 *
 * <p>While it is read, every item and user changes many times and nobody waits for what is in
 * between, so nothing is published; once all of it has been read, all is published once, spread
 * over a time that grows with how long it took. The sign travels as a watermark, because Flink
 * already takes the least of all partitions and channels: below {@link
 * io.freshet.jobs.backlog.BacklogWatermarks#READ} there is backlog on its way, from there on there
 * is none. Nothing of it is in state: a job that is restored finds out again. When an input ends
 * for good, what waits is published at once ({@link io.freshet.jobs.backlog.PendingTimers}).
 */
@NullMarked
package io.freshet.jobs.backlog;

import org.jspecify.annotations.NullMarked;
