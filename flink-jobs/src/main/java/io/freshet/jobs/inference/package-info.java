/**
 * The gate from Flink jobs to the inference server. In: lists of texts, vectors or layer inputs.
 * Out: one answer per input in the same order; an empty array says that this one item failed alone.
 * Remembers nothing but an open connection. Every request is bounded in items, time and attempts.
 */
@NullMarked
package io.freshet.jobs.inference;

import org.jspecify.annotations.NullMarked;
