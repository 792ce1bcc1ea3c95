package io.freshet.jobs.feature;

import static java.util.Objects.requireNonNull;

import io.freshet.jobs.kafka.RawRecord;

/**
 * A checked catalog record.
 *
 * @param origin the record itself, for its dead letter
 * @param itemId id of the item
 * @param itemType type of the item; empty when it was taken down
 * @param text what to encode; empty when it was taken down
 * @param textHash hash of the text; empty when it was taken down
 */
public record CatalogChange(
    RawRecord origin, String itemId, String itemType, String text, String textHash) {
  public CatalogChange {
    requireNonNull(origin, "origin is null");
    requireNonNull(itemId, "itemId is null");
    requireNonNull(itemType, "itemType is null");
    requireNonNull(text, "text is null");
    requireNonNull(textHash, "textHash is null");
  }

  static CatalogChange takedown(RawRecord origin, String itemId) {
    return new CatalogChange(origin, itemId, "", "", "");
  }

  static CatalogChange of(RawRecord origin, String itemId, String itemType, String text) {
    return new CatalogChange(origin, itemId, itemType, text, TextHash.of(text));
  }

  boolean isTakedown() {
    return textHash.isEmpty();
  }
}
