package io.freshet.jobs.layer;

import io.freshet.jobs.inference.LayerInput;
import io.freshet.jobs.record.Vectors;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.apache.flink.api.common.state.ValueState;
import org.jspecify.annotations.Nullable;

/**
 * How far an item's inputs moved since it was last embedded: Euclidean distance over its own
 * embedding and all aggregates together, a missing aggregate being zero. Measured against what was
 * last used, so that small moves add up instead of getting lost. With gamma 0 nothing is kept and
 * nothing is within the bound.
 */
final class Drift {
  private final RoundThresholds thresholds;
  private final ValueState<EmbeddedInputs> embedded;

  /**
   * A drift over its state.
   *
   * @param thresholds with gamma, the distance up to which an embedding is kept; 0 keeps none
   * @param embedded inputs as last embedded; unused when gamma is 0
   */
  Drift(RoundThresholds thresholds, ValueState<EmbeddedInputs> embedded) {
    this.thresholds = thresholds;
    this.embedded = embedded;
  }

  /** Square of the distance; infinite when nothing is known of what was embedded. */
  double squaredDistance(LayerInput input) throws Exception {
    @Nullable EmbeddedInputs before = thresholds.haveGamma() ? embedded.value() : null;
    return before == null ? Double.POSITIVE_INFINITY : squaredDistance(before, input);
  }

  boolean isWithinBound(double squaredDistance, long round) {
    double gamma = thresholds.at(round).gamma();
    return squaredDistance <= gamma * gamma;
  }

  /** The item has been embedded from this input. */
  void embedded(LayerInput input) throws Exception {
    if (thresholds.haveGamma()) {
      embedded.update(new EmbeddedInputs(input.self(), new HashMap<>(input.aggregates())));
    }
  }

  void clear() throws Exception {
    if (thresholds.haveGamma()) {
      embedded.clear();
    }
  }

  private static double squaredDistance(EmbeddedInputs before, LayerInput after) {
    double sum = Vectors.squaredDistance(before.self(), after.self());
    Set<String> types = new HashSet<>(before.aggregates().keySet());
    types.addAll(after.aggregates().keySet());
    float[] zero = new float[after.self().length];
    for (String type : types) {
      sum +=
          Vectors.squaredDistance(
              orZero(before.aggregates(), type, zero), orZero(after.aggregates(), type, zero));
    }
    return sum;
  }

  private static float[] orZero(Map<String, float[]> aggregates, String type, float[] zero) {
    float @Nullable [] aggregate = aggregates.get(type);
    return aggregate == null ? zero : aggregate;
  }
}
