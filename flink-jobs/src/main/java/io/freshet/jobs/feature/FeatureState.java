package io.freshet.jobs.feature;

import static java.util.Objects.requireNonNull;

/**
 * What is remembered of an item's last published record.
 *
 * @param version its version
 * @param itemType its item type; empty when it was a tombstone
 * @param textHash its text hash; empty when it was a tombstone
 */
public record FeatureState(long version, String itemType, String textHash) {
  /** An item of which nothing was ever published. */
  static final FeatureState NONE = new FeatureState(0, "", "");

  public FeatureState {
    requireNonNull(itemType, "itemType is null");
    requireNonNull(textHash, "textHash is null");
  }

  static FeatureState tombstone(long version) {
    return new FeatureState(version, "", "");
  }

  /** Whether the catalog record says what was published already. A takedown is always passed on. */
  boolean alreadySays(CatalogChange change) {
    return !change.isTakedown()
        && textHash.equals(change.textHash())
        && itemType.equals(change.itemType());
  }

  boolean isTombstone() {
    return textHash.isEmpty();
  }
}
