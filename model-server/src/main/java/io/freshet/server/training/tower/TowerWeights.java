package io.freshet.server.training.tower;

import ai.djl.ndarray.NDArray;
import io.freshet.server.model.HgnnShape;
import io.freshet.server.model.Release;
import io.freshet.server.model.Tensor;
import io.freshet.server.model.TowerShape;
import io.freshet.server.model.TowerSpec;
import io.freshet.server.snapshot.EventLog;
import io.freshet.server.snapshot.ItemTable;
import io.freshet.server.training.WeightLayout;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;

/**
 * The weights of the graph network and the towers: their shapes, first values and place in one flat
 * vector. The text mean is not trained: it is that of the items seen in the events. Immutable.
 */
final class TowerWeights {
  /** Scale of the scores at the first step. */
  private static final double FIRST_SCALE = 10;

  private final HgnnShape network;
  private final TowerSpec spec;
  private final WeightLayout layout;
  private final Tensor textMean;

  TowerWeights(TowerConfig config, ItemTable items, EventLog events) {
    network =
        new HgnnShape(
            items.textDimensions(),
            config.sizes().dimensions(),
            config.sizes().layers(),
            items.types().size());
    spec =
        new TowerSpec(
            config.sizes().hidden(), config.sizes().towerDimensions(), List.of(), List.of());
    Map<String, List<Integer>> trained = new LinkedHashMap<>(network.weights());
    trained.remove(HgnnShape.TEXT_MEAN);
    trained.putAll(towers().weights());
    layout = new WeightLayout(trained, network.types());
    textMean = new Tensor(List.of(items.textDimensions()), textMean(items, events));
  }

  HgnnShape network() {
    return network;
  }

  TowerSpec spec() {
    return spec;
  }

  TowerShape towers() {
    return spec.shape(network);
  }

  /** First values; where an earlier release is given, its weights of the same shapes. */
  float[] initial(long seed, Optional<Release> earlier) {
    float[] flat = layout.initial(new SplittableRandom(seed));
    layout.set(flat, TowerShape.SCALE, Math.log(FIRST_SCALE));
    earlier.ifPresent(release -> layout.copy(release.weights(), flat));
    return flat;
  }

  /** By name, first place in the flat vector and the place after the last. */
  Map<String, int[]> ranges() {
    return layout.ranges();
  }

  /** Every weight as a view of the flat vector, see {@link WeightLayout#views}. */
  Map<String, NDArray> views(NDArray flat, float[] seenTypes) {
    Map<String, NDArray> views = layout.views(flat, seenTypes);
    views.put(HgnnShape.TEXT_MEAN, flat.getManager().create(textMean.values()));
    return views;
  }

  private Map<String, Tensor> tensors(float[] flat) {
    Map<String, Tensor> tensors = new HashMap<>(layout.tensors(flat));
    tensors.put(HgnnShape.TEXT_MEAN, textMean);
    return tensors;
  }

  /** A release of these weights. */
  Release release(String id, ItemTable items, float[] flat) {
    return new Release(
        id,
        items.encoder(),
        network.textDimensions(),
        network.dimensions(),
        network.layers(),
        items.types(),
        Optional.of(spec),
        Optional.empty(),
        Map.of(),
        tensors(flat));
  }

  private static float[] textMean(ItemTable items, EventLog events) {
    boolean[] seen = new boolean[items.size()];
    for (int event = 0; event < events.size(); event++) {
      seen[events.item(event)] = true;
    }
    double[] sums = new double[items.textDimensions()];
    int count = 0;
    for (int item = 0; item < seen.length; item++) {
      if (seen[item]) {
        count++;
        for (int k = 0; k < sums.length; k++) {
          sums[k] += items.text()[item][k];
        }
      }
    }
    float[] mean = new float[sums.length];
    for (int k = 0; k < mean.length; k++) {
      mean[k] = (float) (sums[k] / Math.max(1, count));
    }
    return mean;
  }
}
