package io.freshet.jobs.layer;

import io.freshet.jobs.inference.LayerInput;
import io.freshet.jobs.record.AuditAnswer;
import io.freshet.jobs.record.AuditAnswer.Part;
import io.freshet.jobs.record.NeighborShare;
import io.freshet.jobs.record.Vectors;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Everything that the embedding of one item is computed from: the neighborhoods of all items up to
 * L - 1 steps away, and the encoded texts of all up to L steps away.
 *
 * <p>Idea: computes the layers anew, lowest first, each for the items that the next one reads; no
 * sum, difference or threshold of the job is behind it. Cost: for L = 2 and degree K, K + 1 items
 * in layer 1 and one in layer 2.
 */
final class AuditTree {
  /** One layer of the model: as many answers as inputs, in their order. */
  interface Model {
    List<float[]> layer(int layer, List<LayerInput> inputs);
  }

  @SuppressWarnings("ArrayRecordComponent") // never changed after construction, never compared
  private record Text(String type, float[] vector) {}

  private final String root;
  private final Map<String, List<NeighborShare>> neighborhoods = new HashMap<>();
  private final Map<String, Text> texts = new HashMap<>();

  AuditTree(String root, Iterable<AuditAnswer> answers) {
    this.root = root;
    for (AuditAnswer answer : answers) {
      if (answer.part() == Part.TEXT) {
        texts.put(answer.item(), new Text(answer.type(), answer.vector()));
      } else {
        neighborhoods.put(answer.item(), answer.neighbors());
      }
    }
  }

  /**
   * The embedding [h0; ...; hL] of the root.
   *
   * @return null when it has no text, or when something in the tree cannot be embedded: then what
   *     the job shows depends on the past, and nothing can be said about it
   */
  float @Nullable [] embedding(Model model, int layers, int dimensions) {
    Map<String, float[]> below = new HashMap<>();
    texts.forEach((item, text) -> below.put(item, text.vector()));
    float[] embedding = below.get(root);
    if (embedding == null || !areUsable(below.values(), dimensions)) {
      return null;
    }
    for (int layer = 1; layer <= layers; layer++) {
      List<String> items = within(layers - layer);
      List<LayerInput> inputs = items.stream().map(item -> input(item, below)).toList();
      List<float[]> answers = model.layer(layer, inputs);
      if (!areUsable(answers, dimensions)) {
        return null;
      }
      below.clear();
      for (int index = 0; index < items.size(); index++) {
        below.put(items.get(index), answers.get(index));
      }
      embedding = Vectors.concatenation(embedding, answers.get(items.indexOf(root)));
    }
    return embedding;
  }

  /** Items with a text up to so many steps away from the root. */
  private List<String> within(int steps) {
    Set<String> reached = new LinkedHashSet<>(List.of(root));
    for (int step = 0; step < steps; step++) {
      for (String item : List.copyOf(reached)) {
        neighborhoods
            .getOrDefault(item, List.of())
            .forEach(neighbor -> reached.add(neighbor.source()));
      }
    }
    reached.retainAll(texts.keySet());
    return new ArrayList<>(reached);
  }

  private LayerInput input(String item, Map<String, float[]> below) {
    Map<String, double[]> sums = new LinkedHashMap<>();
    for (NeighborShare neighbor : neighborhoods.getOrDefault(item, List.of())) {
      float[] vector = below.get(neighbor.source());
      if (vector != null) {
        double[] sum =
            sums.computeIfAbsent(neighbor.relationType(), type -> new double[vector.length]);
        for (int index = 0; index < sum.length; index++) {
          sum[index] += (double) neighbor.share() * vector[index];
        }
      }
    }
    Map<String, float[]> aggregates = new LinkedHashMap<>();
    sums.forEach((type, sum) -> aggregates.put(type, Vectors.toFloats(sum)));
    Text text = texts.get(item);
    float[] self = below.get(item);
    if (text == null || self == null) {
      throw new IllegalStateException("Cannot audit: item %s has no text".formatted(item));
    }
    return new LayerInput(text.type(), self, aggregates);
  }

  private static boolean areUsable(Iterable<float[]> vectors, int dimensions) {
    for (float[] vector : vectors) {
      if (!LastGood.isUsable(vector, dimensions)) {
        return false;
      }
    }
    return true;
  }
}
