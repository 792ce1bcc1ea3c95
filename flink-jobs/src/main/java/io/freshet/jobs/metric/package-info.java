/**
 * How our metrics are named, and histograms of them. Comes in: operators' metric groups. Goes out:
 * counters and gauges whose exported names end in {@code freshet_<name>}.
 */
@NullMarked
package io.freshet.jobs.metric;

import org.jspecify.annotations.NullMarked;
