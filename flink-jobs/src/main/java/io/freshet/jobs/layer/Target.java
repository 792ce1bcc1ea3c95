package io.freshet.jobs.layer;

import io.freshet.jobs.inference.LayerInput;
import io.freshet.jobs.record.LayerEmbedding;
import io.freshet.jobs.record.Vectors;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What an item of a layer remembers: its embedding of the layer below, its aggregates, the last
 * good embedding, and the inputs that it was last embedded from. Mutable, owned by the state of its
 * key.
 */
final class Target {
  private final List<Relation> relations = new ArrayList<>(2);

  /** Embedding of the layer below; null when the item is gone. */
  @Nullable LayerEmbedding self;

  /** Last good embedding of this layer; null when the item is gone or never had one. */
  @Nullable LayerEmbedding lastGood;

  /** The item's own part of the inputs last embedded; null when they are not known. */
  float @Nullable [] embeddedSelf;

  List<Relation> relations() {
    return relations;
  }

  /** The relation of a type, begun when there is none. */
  Relation relation(String type) {
    for (Relation relation : relations) {
      if (relation.type.equals(type)) {
        return relation;
      }
    }
    Relation begun = new Relation(type);
    relations.add(begun);
    return begun;
  }

  void forgetEmptyRelations() {
    relations.removeIf(Relation::isEmpty);
  }

  boolean isEmpty() {
    return self == null && lastGood == null && embeddedSelf == null && relations.isEmpty();
  }

  /** Neighbors that contribute. */
  int degree() {
    int degree = 0;
    for (Relation relation : relations) {
      degree += relation.edges;
    }
    return degree;
  }

  /** What the layer reads for the item now. */
  LayerInput input(LayerEmbedding below, int dimensions) {
    return new LayerInput(below.type(), Vectors.last(below.vector(), dimensions), means());
  }

  private Map<String, float[]> means() {
    if (relations.size() == 1) {
      Relation only = relations.get(0);
      float[] mean = only.mean();
      return mean == null ? Map.of() : Map.of(only.type, mean);
    }
    Map<String, float[]> means = new HashMap<>();
    for (Relation relation : relations) {
      float[] mean = relation.mean();
      if (mean != null) {
        means.put(relation.type, mean);
      }
    }
    return means;
  }

  /** The item has been embedded from this input. */
  void embedded(LayerInput input) {
    embeddedSelf = input.self();
    for (Relation relation : relations) {
      relation.embedded = input.aggregates().get(relation.type);
    }
  }

  void forgetEmbedded() {
    embeddedSelf = null;
    for (Relation relation : relations) {
      relation.embedded = null;
    }
  }

  /**
   * Square of how far the inputs moved since the item was last embedded: Euclidean distance over
   * its own embedding in all layers below and all aggregates together, a missing aggregate being
   * zero. Only the highest of these layers is read, but all are part of what the item shows.
   * Measured against what was last used, so that small moves add up instead of getting lost.
   * Infinite when nothing is known of what was embedded.
   */
  double squaredDrift(LayerInput input) {
    float[] before = embeddedSelf;
    if (before == null) {
      return Double.POSITIVE_INFINITY;
    }
    double sum = Vectors.squaredDistance(before, input.self()) + squaredDriftOfLowerLayers(before);
    float[] zero = new float[before.length];
    for (Relation relation : relations) {
      float[] then = relation.embedded;
      float[] now = input.aggregates().get(relation.type);
      sum += Vectors.squaredDistance(then == null ? zero : then, now == null ? zero : now);
    }
    return sum;
  }

  private double squaredDriftOfLowerLayers(float[] read) {
    if (self == null || lastGood == null) {
      return 0;
    }
    return Vectors.squaredDistance(
        lastGood.vector(), self.vector(), self.vector().length - read.length);
  }
}
