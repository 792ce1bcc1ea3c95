package io.freshet.server.model;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Weights of a graph network trained in PyTorch Geometric, brought into a release's form.
 *
 * <p>Expected is the state of a module with a text projection {@code lin_in} without bias, a table
 * {@code type_emb} of one vector per item type, and per layer a {@code HeteroConv} of {@code
 * SAGEConv(aggr='mean')} over every pair of types, added up ({@code aggr='sum'}):
 *
 * <pre>
 * lin_in.weight                                    [d, text]
 * type_emb.weight                                  [T, d]
 * convs.(N-1).convs.&lt;s___REL___i&gt;.lin_l.weight     [d, d]   of neighbors of type s of items of type i
 * convs.(N-1).convs.&lt;s___REL___i&gt;.lin_l.bias       [d]
 * convs.(N-1).convs.&lt;s___REL___i&gt;.lin_r.weight     [d, d]   of the item itself
 * text_mean                                        [text]   zero where absent
 * </pre>
 *
 * <p>As the relations of an item are added up, W_self[i] is the sum of its {@code lin_r} and the
 * bias the sum of its {@code lin_l.bias}, which must be the same for every type, as a release has
 * one. What a release shares between types, for types it never saw, is the mean over them; the rest
 * is theirs.
 */
public final class PygWeights {
  private static final Pattern RELATION =
      Pattern.compile("convs\\.(\\d+)\\.convs\\.<(.+?)___.+___(.+?)>\\.lin_l\\.weight");
  private static final double BIAS_TOLERANCE = 1e-6;

  private final Map<String, Tensor> state;
  private final List<String> types;
  private final Map<String, String> prefixes = new LinkedHashMap<>();
  private final int layers;

  private PygWeights(Map<String, Tensor> state, List<String> types) {
    this.state = state;
    this.types = types;
    int deepest = 0;
    for (String name : state.keySet()) {
      Matcher relation = RELATION.matcher(name);
      if (relation.matches()) {
        int layer = Integer.parseInt(relation.group(1)) + 1;
        deepest = Math.max(deepest, layer);
        prefixes.put(
            key(layer, relation.group(2), relation.group(3)),
            name.substring(0, name.length() - "lin_l.weight".length()));
      }
    }
    layers = deepest;
  }

  /**
   * A release of foreign weights.
   *
   * @param types item types in the order of the rows of {@code type_emb}
   * @throws IllegalArgumentException when a weight is missing, of another shape, or cannot be
   *     expressed
   */
  public static Release release(
      String id,
      String encoder,
      List<String> types,
      Map<String, Tensor> state,
      Provenance provenance) {
    PygWeights imported = new PygWeights(state, types);
    Tensor projection = imported.weight("lin_in.weight");
    int d = projection.shape().get(0);
    int text = projection.shape().get(1);
    Map<String, Tensor> weights = new HashMap<>();
    weights.put(HgnnShape.ENCODE_WEIGHT, projection);
    weights.put(HgnnShape.ENCODE_TYPE, imported.weight("type_emb.weight"));
    weights.put(
        HgnnShape.TEXT_MEAN,
        state.getOrDefault("text_mean", new Tensor(List.of(text), new float[text])));
    for (int layer = 1; layer <= imported.layers; layer++) {
      imported.layer(layer, d, weights);
    }
    return new Release(
        id,
        encoder,
        text,
        d,
        imported.layers,
        types,
        Optional.empty(),
        Optional.of(provenance),
        Map.of(),
        weights);
  }

  private void layer(int layer, int d, Map<String, Tensor> weights) {
    List<float[]> self = new ArrayList<>();
    List<float[]> relations = new ArrayList<>();
    List<float[]> biases = new ArrayList<>();
    for (String item : types) {
      float[] own = new float[d * d];
      float[] bias = new float[d];
      for (String neighbor : types) {
        String prefix = prefix(layer, neighbor, item);
        relations.add(values(prefix + "lin_l.weight", d * d));
        add(own, values(prefix + "lin_r.weight", d * d));
        add(bias, values(prefix + "lin_l.bias", d));
      }
      self.add(own);
      biases.add(bias);
    }
    checkSame(layer, biases);
    put(weights, HgnnShape.selfShared(layer), HgnnShape.selfType(layer), self, d);
    put(weights, HgnnShape.neighborShared(layer), HgnnShape.neighborRelation(layer), relations, d);
    weights.put(HgnnShape.bias(layer), new Tensor(List.of(d), biases.get(0)));
  }

  /** The mean of the matrices as the shared part, and what each differs from it by. */
  private static void put(
      Map<String, Tensor> weights, String shared, String own, List<float[]> matrices, int d) {
    float[] mean = new float[d * d];
    for (float[] matrix : matrices) {
      for (int k = 0; k < mean.length; k++) {
        mean[k] += matrix[k] / matrices.size();
      }
    }
    float[] rest = new float[matrices.size() * mean.length];
    for (int k = 0; k < rest.length; k++) {
      rest[k] = matrices.get(k / mean.length)[k % mean.length] - mean[k % mean.length];
    }
    weights.put(shared, new Tensor(List.of(d, d), mean));
    weights.put(own, new Tensor(List.of(matrices.size(), d, d), rest));
  }

  private void checkSame(int layer, List<float[]> biases) {
    for (float[] bias : biases) {
      for (int k = 0; k < bias.length; k++) {
        if (Math.abs(bias[k] - biases.get(0)[k]) > BIAS_TOLERANCE) {
          throw new IllegalArgumentException(
              "Cannot import weights: the biases of layer %d differ between item types %s; a release has one"
                  .formatted(layer, types));
        }
      }
    }
  }

  private String prefix(int layer, String neighbor, String item) {
    String prefix = prefixes.get(key(layer, neighbor, item));
    if (prefix == null) {
      throw new IllegalArgumentException(
          "Cannot import weights: layer %d has no relation from %s to %s"
              .formatted(layer, neighbor, item));
    }
    return prefix;
  }

  private static String key(int layer, String neighbor, String item) {
    return layer + "\n" + neighbor + "\n" + item;
  }

  private float[] values(String name, int size) {
    float[] values = weight(name).values();
    if (values.length != size) {
      throw new IllegalArgumentException(
          "Cannot import weights: %s must have %d values (%d)"
              .formatted(name, size, values.length));
    }
    return values;
  }

  private Tensor weight(String name) {
    Tensor weight = state.get(name);
    if (weight == null) {
      throw new IllegalArgumentException(
          "Cannot import weights: one is missing (%s)".formatted(name));
    }
    return weight;
  }

  private static void add(float[] sum, float[] values) {
    for (int k = 0; k < sum.length; k++) {
      sum[k] += values[k];
    }
  }
}
