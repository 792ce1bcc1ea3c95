package io.freshet.jobs.embedding;

import io.freshet.jobs.record.FeatureUpdate;
import io.freshet.jobs.record.NeighborShare;
import io.freshet.jobs.record.NeighborhoodUpdate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The oracle: computes every item of every layer anew from the inputs as of a round. Remembers
 * nothing of the graph but the newest records, and of the embeddings only the last good ones, which
 * are part of what is promised.
 */
public final class FullPass {
  /**
   * One item in one layer.
   *
   * @param type type that it was embedded with
   * @param vector [h0; ...; hl]
   * @param stale whether its newest inputs could not be embedded
   */
  @SuppressWarnings("ArrayRecordComponent") // never changed after construction, never compared
  public record Embedded(String type, double[] vector, boolean stale) {}

  private final SeededModel model;
  private final int layers;
  private final Map<String, FeatureUpdate> features = new TreeMap<>();
  private final Map<String, NeighborhoodUpdate> neighborhoods = new TreeMap<>();
  private final List<Map<String, Embedded>> lastGood = new ArrayList<>();

  public FullPass(SeededModel model, int layers) {
    this.model = model;
    this.layers = layers;
    for (int layer = 0; layer <= layers; layer++) {
      lastGood.add(new HashMap<>());
    }
  }

  public void apply(FeatureUpdate update) {
    FeatureUpdate held = features.get(update.item());
    if (held == null || update.version() >= held.version()) {
      features.put(update.item(), update);
    }
  }

  public void apply(NeighborhoodUpdate update) {
    NeighborhoodUpdate held = neighborhoods.get(update.item());
    if (held == null || update.version() >= held.version()) {
      neighborhoods.put(update.item(), update);
    }
  }

  /** Closes the round: item to its embedding of the last layer. */
  public Map<String, Embedded> embeddings() {
    Map<String, Embedded> below = encoded();
    for (int layer = 1; layer <= layers; layer++) {
      below = layer(layer, below);
    }
    return below;
  }

  private Map<String, Embedded> encoded() {
    Map<String, Embedded> encoded = new TreeMap<>();
    for (FeatureUpdate feature : features.values()) {
      if (feature.removed()) {
        lastGood.get(0).remove(feature.item());
        continue;
      }
      String type = feature.type();
      double[] text = SeededInference.toDoubles(feature.vector());
      keep(
          encoded,
          0,
          feature.item(),
          SeededModel.isBad(type, 0) ? null : new Embedded(type, model.encode(type, text), false));
    }
    return encoded;
  }

  private Map<String, Embedded> layer(int layer, Map<String, Embedded> below) {
    lastGood.get(layer).keySet().retainAll(below.keySet());
    Map<String, Embedded> embedded = new TreeMap<>();
    below.forEach(
        (item, self) ->
            keep(
                embedded,
                layer,
                item,
                SeededModel.isBad(self.type(), layer) ? null : answer(layer, item, self, below)));
    return embedded;
  }

  private Embedded answer(int layer, String item, Embedded self, Map<String, Embedded> below) {
    double[] answer = model.layer(layer, self.type(), last(self.vector()), aggregates(item, below));
    return new Embedded(self.type(), joined(self.vector(), answer), self.stale());
  }

  private Map<String, double[]> aggregates(String item, Map<String, Embedded> below) {
    Map<String, double[]> aggregates = new HashMap<>();
    NeighborhoodUpdate neighborhood = neighborhoods.get(item);
    if (neighborhood == null) {
      return aggregates;
    }
    for (NeighborShare neighbor : neighborhood.neighbors()) {
      Embedded source = below.get(neighbor.source());
      if (source != null) {
        double[] own = last(source.vector());
        double[] sum =
            aggregates.computeIfAbsent(neighbor.relationType(), type -> new double[own.length]);
        for (int index = 0; index < own.length; index++) {
          sum[index] += neighbor.share() * own[index];
        }
      }
    }
    return aggregates;
  }

  private void keep(Map<String, Embedded> into, int layer, String item, @Nullable Embedded answer) {
    Embedded before = lastGood.get(layer).get(item);
    Embedded kept = answer;
    if (kept == null) {
      if (before == null) {
        return;
      }
      kept = new Embedded(before.type(), before.vector(), true);
    }
    into.put(item, kept);
    lastGood.get(layer).put(item, kept);
  }

  private double[] last(double[] vector) {
    return Arrays.copyOfRange(vector, vector.length - model.dimensions(), vector.length);
  }

  private static double[] joined(double[] first, double[] second) {
    double[] joined = Arrays.copyOf(first, first.length + second.length);
    System.arraycopy(second, 0, joined, first.length, second.length);
    return joined;
  }
}
