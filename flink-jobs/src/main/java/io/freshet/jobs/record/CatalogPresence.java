package io.freshet.jobs.record;

import static java.util.Objects.requireNonNull;

/**
 * Whether the catalog holds an item, as of its newest catalog record.
 *
 * @param itemId id of the item
 * @param present false once the item was taken down
 */
public record CatalogPresence(String itemId, boolean present) {
  public CatalogPresence {
    requireNonNull(itemId, "itemId is null");
  }
}
