package io.freshet.jobs.layer;

import io.freshet.jobs.record.FeatureUpdate;

/**
 * What was encoded last of an item.
 *
 * @param version version of the feature record
 * @param type type of the item
 * @param textHash hash of the text
 */
public record EncodedFeature(long version, String type, String textHash) {
  static EncodedFeature of(FeatureUpdate update) {
    return new EncodedFeature(update.version(), update.type(), update.textHash());
  }

  boolean hasSameInputs(FeatureUpdate update) {
    return type.equals(update.type()) && textHash.equals(update.textHash());
  }
}
