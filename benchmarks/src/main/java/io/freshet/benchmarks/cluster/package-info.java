/** A Flink cluster in this JVM, and what its jobs count. */
@NullMarked
package io.freshet.benchmarks.cluster;

import org.jspecify.annotations.NullMarked;
