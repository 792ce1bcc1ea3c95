/**
 * The embedding job beside full recomputation, fed with insertions of edges.
 *
 * <p>In: an {@link io.freshet.benchmarks.propagation.EdgeStream}, invented or recorded. Out: a
 * report. Remembered: the inputs and embeddings of one run, in arrays, when its errors are
 * measured.
 */
@NullMarked
package io.freshet.benchmarks.propagation;

import org.jspecify.annotations.NullMarked;
