/**
 * The index of the retrieval server beside an exact scan and beside libraries, on the same vectors
 * in the same JVM, and the whole server behind HTTP while its topics are written to.
 *
 * <p>In: {@link io.freshet.benchmarks.retrieval.VectorSet}s, invented and trained. Out: a report.
 * Remembered: the vectors of one set.
 */
@NullMarked
package io.freshet.benchmarks.retrieval;

import org.jspecify.annotations.NullMarked;
