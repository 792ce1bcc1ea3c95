/**
 * Catalog records to text vectors. In: records of {@code catalog-items}, undecoded. Out: records of
 * {@code item-features-<encoder>} and dead letters. Keyed by item id. Remembered per item: the last
 * published version, the item type and the hash of the text, as long as the item is in the catalog,
 * and after its takedown the version alone for {@code feature.tombstone-retention}. The vector is
 * not kept: a change of type, which is rare, encodes again. In memory at most {@code
 * feature.max-batch} changes wait for the encoder; none waits across a checkpoint barrier.
 */
@NullMarked
package io.freshet.jobs.feature;

import org.jspecify.annotations.NullMarked;
