package io.freshet.server.training.tower;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
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
 * vector. The text mean is not learnt: it is that of the items seen in the events; nor is a network
 * that was learnt before. Immutable.
 */
final class TowerWeights {
  /** Scale of the scores at the first step. */
  private static final double FIRST_SCALE = 10;

  private final HgnnShape network;
  private final TowerSpec spec;
  private final WeightLayout layout;
  private final Map<String, Tensor> fixed = new HashMap<>();

  /** Weights that are all learnt. */
  TowerWeights(TowerConfig config, ItemTable items, EventLog events) {
    TowerConfig.Sizes sizes = config.sizes();
    network =
        new HgnnShape(
            items.textDimensions(), sizes.dimensions(), sizes.layers(), items.types().size());
    spec = spec(config, items, events);
    Map<String, List<Integer>> learnt = new LinkedHashMap<>(network.weights());
    learnt.remove(HgnnShape.TEXT_MEAN);
    learnt.putAll(towers().weights());
    layout = new WeightLayout(learnt, network.types());
    fixed.put(
        HgnnShape.TEXT_MEAN, new Tensor(List.of(items.textDimensions()), textMean(items, events)));
  }

  /** Weights of towers on a network that stays as it is. */
  TowerWeights(TowerConfig config, ItemTable items, EventLog events, Release release) {
    network = release.shape();
    spec = spec(config, items, events);
    layout = new WeightLayout(towers().weights(), network.types());
    network.weights().keySet().forEach(name -> fixed.put(name, release.weight(name)));
  }

  private static TowerSpec spec(TowerConfig config, ItemTable items, EventLog events) {
    return new TowerSpec(
        config.sizes().hidden(),
        config.sizes().towerDimensions(),
        items.languages(),
        LearntAttributes.of(events));
  }

  /** Whether the network is not learnt. */
  boolean isNetworkFixed() {
    return fixed.size() > 1;
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

  /**
   * First values; where an earlier release is given, its weights of the same shapes, and its
   * vectors of the languages and attributes that have one here too.
   */
  float[] initial(long seed, Optional<Release> earlier) {
    float[] flat = layout.initial(new SplittableRandom(seed));
    layout.set(flat, TowerShape.SCALE, Math.log(FIRST_SCALE));
    earlier.ifPresent(release -> copy(release, flat));
    return flat;
  }

  private void copy(Release earlier, float[] flat) {
    layout.copy(earlier.weights(), flat);
    earlier
        .towers()
        .ifPresent(
            its -> {
              copyRows(TowerShape.ITEM_LANGUAGE, spec.languages(), earlier, its.languages(), flat);
              copyRows(
                  TowerShape.QUERY_ATTRIBUTE, spec.attributes(), earlier, its.attributes(), flat);
            });
  }

  /** Takes over the vectors of a table by the names of its rows. */
  private void copyRows(
      String table, List<String> names, Release earlier, List<String> itsNames, float[] flat) {
    List<Integer> rows = names.stream().map(itsNames::indexOf).toList();
    layout.copyRows(table, earlier.weight(table), rows, flat);
  }

  /** By name, first place in the flat vector and the place after the last. */
  Map<String, int[]> ranges() {
    return layout.ranges();
  }

  /** Every weight as a view of the flat vector, see {@link WeightLayout#views}. */
  Map<String, NDArray> views(NDArray flat, float[] seenTypes) {
    Map<String, NDArray> views = layout.views(flat, seenTypes);
    fixed.forEach(
        (name, tensor) -> {
          Shape shape = new Shape(tensor.shape().stream().mapToLong(axis -> axis).toArray());
          views.put(name, flat.getManager().create(tensor.values(), shape));
        });
    return views;
  }

  private Map<String, Tensor> tensors(float[] flat) {
    Map<String, Tensor> tensors = new HashMap<>(layout.tensors(flat));
    tensors.putAll(fixed);
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
