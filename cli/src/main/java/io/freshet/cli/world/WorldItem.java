package io.freshet.cli.world;

import io.freshet.schemas.CatalogItem;
import java.time.Instant;

/**
 * An item and what the world knows about it but the catalog does not say.
 *
 * @param community who likes it
 */
record WorldItem(CatalogItem item, ItemKind kind, int community, String creator, long durationMs) {
  String id() {
    return item.getItemId();
  }

  /** Whether it was out at that time. */
  boolean isOutAt(Instant time) {
    Instant released = item.getReleasedAt();
    return released == null || !released.isAfter(time);
  }
}
