package io.freshet.jobs.record;

import java.io.Serializable;
import java.util.Map;

/**
 * How far vectors may move before something follows; Euclidean distances, 0 for exact.
 *
 * @param delta an embedding is sent to its subscribers again when it moved by more than this
 * @param gamma an item is embedded again when its inputs moved by more than this
 * @param theta an embedding is published again when it moved by more than this
 */
public record Thresholds(double delta, double gamma, double theta) implements Serializable {
  public Thresholds {
    check("delta", delta);
    check("gamma", gamma);
    check("theta", theta);
  }

  /** Whether nothing is held back. */
  public boolean areExact() {
    return delta == 0 && gamma == 0 && theta == 0;
  }

  /** As the manifests state them. */
  public Map<String, Double> byName() {
    return Map.of("delta", delta, "gamma", gamma, "theta", theta);
  }

  private static void check(String what, double threshold) {
    if (!(threshold >= 0)) {
      throw new IllegalArgumentException(
          "Cannot configure thresholds: %s must be 0 or more (%s)".formatted(what, threshold));
    }
  }
}
