package io.freshet.server.retrieval.status;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;

/**
 * Cumulative buckets of a Prometheus histogram, added up over its series.
 *
 * @param bounds upper bounds, rising; the last may be infinite
 * @param counts observations up to each bound
 */
@SuppressWarnings("ArrayRecordComponent") // of one owner, never compared
record Buckets(double[] bounds, double[] counts) {
  /** The buckets of the accepted series of a histogram; none where there is no such histogram. */
  static Buckets of(Samples samples, String histogram, Predicate<Sample> accepted) {
    Map<Double, Double> byBound = new TreeMap<>();
    for (Sample sample : samples.named(histogram + "_bucket")) {
      if (accepted.test(sample)) {
        byBound.merge(bound(sample.label("le")), sample.value(), Double::sum);
      }
    }
    return new Buckets(array(List.copyOf(byBound.keySet())), array(List.copyOf(byBound.values())));
  }

  boolean isEmpty() {
    return bounds.length == 0;
  }

  double total() {
    return isEmpty() ? 0 : counts[counts.length - 1];
  }

  /** Observations that were surely no larger than this. */
  double upTo(double value) {
    double count = 0;
    for (int i = 0; i < bounds.length && bounds[i] <= value; i++) {
      count = counts[i];
    }
    return count;
  }

  /**
   * The value that this share of observations do not exceed, between bounds as if evenly spread;
   * NaN when there are none. In the last bucket it is that bucket's lower bound.
   */
  static double quantile(double share, double[] bounds, double[] counts) {
    double total = counts.length == 0 ? 0 : counts[counts.length - 1];
    if (!(total > 0)) {
      return Double.NaN;
    }
    double rank = share * total;
    for (int i = 0; i < bounds.length; i++) {
      if (counts[i] >= rank) {
        double below = i == 0 ? 0 : counts[i - 1];
        double lower = i == 0 ? 0 : bounds[i - 1];
        boolean isOpen = Double.isInfinite(bounds[i]);
        return isOpen || counts[i] <= below
            ? lower
            : lower + (bounds[i] - lower) * (rank - below) / (counts[i] - below);
      }
    }
    return bounds[bounds.length - 1];
  }

  private static double bound(String le) {
    try {
      return le.equals("+Inf") ? Double.POSITIVE_INFINITY : Double.parseDouble(le);
    } catch (NumberFormatException e) {
      return Double.POSITIVE_INFINITY;
    }
  }

  private static double[] array(List<Double> values) {
    return values.stream().mapToDouble(Double::doubleValue).toArray();
  }
}
