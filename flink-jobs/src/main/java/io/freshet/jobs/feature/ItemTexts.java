package io.freshet.jobs.feature;

import io.freshet.schemas.CatalogItem;

/** What items are encoded from, for replays of recorded catalogs. */
public final class ItemTexts {
  private ItemTexts() {}

  /** The text that the job would have encoded, under its default limit. */
  public static String of(CatalogItem item) {
    return ItemText.of(item, FeatureConfig.defaults().maxTextChars());
  }
}
