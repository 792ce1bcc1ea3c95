/**
 * Schemas from outside, for whoever reads or writes records: from a registry over HTTP, or from a
 * directory. In: the names that {@link io.freshet.schemas.wire.Framing}s give to schemas, and
 * schemas of topics that are written. Out: the schemas, and the ids. Remembered: up to {@code
 * schema.cache-entries} schemas and as many unknown names, each of the latter for {@code
 * schema.unknown-retention}; one id per topic written.
 */
@NullMarked
package io.freshet.registry;

import org.jspecify.annotations.NullMarked;
