/**
 * In: {@link io.freshet.jobs.record.EdgeUpdate}, and which items the catalog holds. Out: {@link
 * io.freshet.schemas.ItemNeighborhood} of the items whose neighborhood drifted, as output records.
 * Updates are summed per item and neighbor before the shuffle, in memory that every checkpoint
 * barrier empties. Keyed by item. Remembers per item one value of at most 16 neighbor types with
 * {@code edge.candidates} neighbors each, and the weights of four times as many evicted ones, until
 * the item is taken down, and its version for good; and, in every subtask, at most {@code
 * edge.takedowns} items that were taken down.
 */
@NullMarked
package io.freshet.jobs.edge;

import org.jspecify.annotations.NullMarked;
