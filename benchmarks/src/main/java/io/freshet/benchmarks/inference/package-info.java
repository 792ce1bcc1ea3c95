/**
 * The models of the inference server on the devices of this machine: rows a second, and whether a
 * GPU computes what the CPU does. No wire, no batching by the queue: the models alone.
 */
@NullMarked
package io.freshet.benchmarks.inference;

import org.jspecify.annotations.NullMarked;
