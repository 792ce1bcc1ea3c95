package io.freshet.jobs.inference;

import static java.util.Objects.requireNonNull;

import java.util.Map;

/**
 * What one layer reads for one item.
 *
 * @param type item type of the item
 * @param self h(l-1) of the item
 * @param aggregates per neighbor type, the share-weighted sum of the neighbors' h(l-1); types
 *     without neighbors are left out. Order of iteration is kept
 */
@SuppressWarnings("ArrayRecordComponent") // a vector; never changed, never compared
public record LayerInput(String type, float[] self, Map<String, float[]> aggregates) {
  public LayerInput {
    requireNonNull(type, "type is null");
    requireNonNull(self, "self is null");
    requireNonNull(aggregates, "aggregates is null");
  }
}
