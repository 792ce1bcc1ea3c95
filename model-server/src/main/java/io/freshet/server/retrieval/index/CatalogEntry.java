package io.freshet.server.retrieval.index;

import static java.util.Objects.requireNonNull;

/**
 * What answers show of an item and filters ask of it. An item without an entry is never shown.
 *
 * @param title title as shown to users
 * @param type type of the item; an open set
 * @param attributes what else filters can ask of it
 */
public record CatalogEntry(String title, String type, ItemAttributes attributes) {
  public CatalogEntry {
    requireNonNull(title, "title is null");
    requireNonNull(type, "type is null");
    requireNonNull(attributes, "attributes is null");
  }

  /** An entry of an item of which only this is known. */
  public CatalogEntry(String title, String type) {
    this(title, type, ItemAttributes.NONE);
  }
}
