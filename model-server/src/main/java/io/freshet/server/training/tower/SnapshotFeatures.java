package io.freshet.server.training.tower;

import io.freshet.server.model.PopularityFeatures;
import io.freshet.server.snapshot.Snapshot;

/** Popularity features of items as of a snapshot. */
final class SnapshotFeatures {
  private SnapshotFeatures() {}

  /** Features of some items, row by row. */
  static float[] of(Snapshot snapshot, int[] items) {
    PopularityFeatures features = new PopularityFeatures(means(snapshot));
    float[] rows = new float[items.length * PopularityFeatures.COUNT];
    double[] counts = new double[Snapshot.halfLives()];
    for (int k = 0; k < items.length; k++) {
      if (snapshot.isSeen(items[k])) {
        for (int halfLife = 0; halfLife < counts.length; halfLife++) {
          counts[halfLife] = snapshot.counts()[halfLife][items[k]];
        }
        double age = (snapshot.asOf() - snapshot.firstSeen()[items[k]]) / 1e3;
        features.write(counts, age, rows, k * PopularityFeatures.COUNT);
      }
    }
    return rows;
  }

  private static double[] means(Snapshot snapshot) {
    double[] means = new double[Snapshot.halfLives()];
    for (int halfLife = 0; halfLife < means.length; halfLife++) {
      double sum = 0;
      int used = 0;
      for (double count : snapshot.counts()[halfLife]) {
        sum += count;
        used += count > 0 ? 1 : 0;
      }
      means[halfLife] = used == 0 ? 0 : sum / used;
    }
    return means;
  }
}
