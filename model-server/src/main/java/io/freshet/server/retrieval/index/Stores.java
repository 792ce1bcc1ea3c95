package io.freshet.server.retrieval.index;

import java.time.InstantSource;
import java.util.List;

/**
 * Everything that answers need and that does not depend on the model release.
 *
 * @param catalog by item id; deletion hides the item at once
 * @param histories by user id
 * @param userAttributes by user id, as {@code name=value}
 * @param popularity by item id
 */
public record Stores(
    Catalog catalog,
    VersionedStore<History> histories,
    VersionedStore<List<String>> userAttributes,
    VersionedStore<Popularity> popularity) {
  /** Empty stores. */
  public static Stores create(StoreLimits items, StoreLimits users, InstantSource clock) {
    return new Stores(
        new Catalog(items, clock),
        new VersionedStore<>(users, clock),
        new VersionedStore<>(users, clock),
        new VersionedStore<>(items, clock));
  }
}
