package io.freshet.jobs.feature;

import io.freshet.schemas.ItemFeature;
import java.util.ArrayList;
import java.util.List;

/** Makes the published record of an encoded item. */
final class FeatureRecords {
  private final String encoder;

  FeatureRecords(String encoder) {
    this.encoder = encoder;
  }

  /** The record; the vector is brought to unit length, which a foreign encoder may not do. */
  ItemFeature of(CatalogChange change, long version, float[] vector) {
    return new ItemFeature(
        change.itemId(), change.itemType(), version, encoder, change.textHash(), unit(vector));
  }

  private static List<Float> unit(float[] vector) {
    double squares = 0;
    for (float value : vector) {
      squares += (double) value * value;
    }
    double length = Math.sqrt(squares);
    List<Float> unit = new ArrayList<>(vector.length);
    for (float value : vector) {
      unit.add((float) (value / length));
    }
    return unit;
  }
}
