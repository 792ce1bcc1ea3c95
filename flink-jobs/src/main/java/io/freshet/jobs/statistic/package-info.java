/**
 * In: {@link io.freshet.jobs.record.Interaction}, and which items the catalog holds. Out: {@link
 * io.freshet.schemas.ItemStatistics} of the items whose counts moved, as output records. Keyed by
 * item. Remembers per item one value of under two kilobytes until the item is taken down, and its
 * version for good.
 */
@NullMarked
package io.freshet.jobs.statistic;

import org.jspecify.annotations.NullMarked;
