package io.freshet.server.evaluation.baseline;

import io.freshet.server.snapshot.EventLog;
import io.freshet.server.snapshot.ItemTable;
import java.util.BitSet;

/** Text vectors less the mean of those that had an event, at unit length. */
final class CentredText {
  private CentredText() {}

  /** Vectors of a table less a mean. */
  static float[][] of(ItemTable items, double[] mean) {
    float[][] centred = new float[items.size()][mean.length];
    for (int item = 0; item < centred.length; item++) {
      double norm = 0;
      for (int k = 0; k < mean.length; k++) {
        double value = items.text()[item][k] - mean[k];
        norm += value * value;
      }
      double scale = norm == 0 ? 0 : 1 / Math.sqrt(norm);
      for (int k = 0; k < mean.length; k++) {
        centred[item][k] = (float) ((items.text()[item][k] - mean[k]) * scale);
      }
    }
    return centred;
  }

  /** Mean over the items that had an event. */
  static double[] mean(ItemTable items, EventLog events) {
    BitSet seen = new BitSet(items.size());
    for (int event = 0; event < events.size(); event++) {
      seen.set(events.item(event));
    }
    double[] mean = new double[items.textDimensions()];
    seen.stream()
        .forEach(
            item -> {
              for (int k = 0; k < mean.length; k++) {
                mean[k] += items.text()[item][k] / (double) seen.cardinality();
              }
            });
    return mean;
  }
}
