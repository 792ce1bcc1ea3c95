/**
 * The records that travel between stages of the jobs. All are public and made of primitives,
 * strings, enums, lists, maps and arrays, so that Flink serializes them without Kryo. Nothing here
 * sees a stage.
 */
@NullMarked
package io.freshet.jobs.record;

import org.jspecify.annotations.NullMarked;
