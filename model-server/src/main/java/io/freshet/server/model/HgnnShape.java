package io.freshet.server.model;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Sizes of a model, and with them the name and shape of every weight.
 *
 * @param textDimensions length of a text vector
 * @param dimensions length of one layer's vector
 * @param layers number of graph layers
 * @param types number of item types with weights of their own
 */
public record HgnnShape(int textDimensions, int dimensions, int layers, int types) {
  /** Mean of the catalog's text vectors at training time, subtracted before encoding. */
  public static final String TEXT_MEAN = "text.mean";

  /** Projection of a text vector; rows are outputs. */
  public static final String ENCODE_WEIGHT = "encode.weight";

  /** One vector per item type. */
  public static final String ENCODE_TYPE = "encode.type";

  private static final int MAX_DIMENSIONS = 16_384;
  private static final int MAX_LAYERS = 8;

  public HgnnShape {
    check("text dimensions", textDimensions, 1, MAX_DIMENSIONS);
    check("dimensions", dimensions, 1, MAX_DIMENSIONS);
    check("layers", layers, 0, MAX_LAYERS);
    check("types", types, 0, Release.MAX_TYPES);
  }

  /** Length of the published item embedding: the vectors of all layers, layer 0 included. */
  public int embeddingDimensions() {
    return (layers + 1) * dimensions;
  }

  /** Slots of aggregates per item: one per known neighbor type and one for all others. */
  public int slots() {
    return types + 1;
  }

  /** Shape by name of every weight, in a fixed order. */
  public Map<String, List<Integer>> weights() {
    Map<String, List<Integer>> weights = new LinkedHashMap<>();
    weights.put(TEXT_MEAN, List.of(textDimensions));
    weights.put(ENCODE_WEIGHT, List.of(dimensions, textDimensions));
    weights.put(ENCODE_TYPE, List.of(types, dimensions));
    for (int layer = 1; layer <= layers; layer++) {
      weights.put(selfShared(layer), List.of(dimensions, dimensions));
      weights.put(selfType(layer), List.of(types, dimensions, dimensions));
      weights.put(neighborShared(layer), List.of(dimensions, dimensions));
      weights.put(neighborRelation(layer), List.of(types * types, dimensions, dimensions));
      weights.put(bias(layer), List.of(dimensions));
    }
    return weights;
  }

  /** Name of what a layer makes of an item itself, for all types. */
  public static String selfShared(int layer) {
    return "layer." + layer + ".self.shared";
  }

  /** The same of each type. */
  public static String selfType(int layer) {
    return "layer." + layer + ".self.type";
  }

  /** Name of what a layer makes of neighbors, for all types. */
  public static String neighborShared(int layer) {
    return "layer." + layer + ".neighbor.shared";
  }

  /**
   * Name of the same of each relation: index s * types + t, s the type of the item, t that of the
   * neighbors.
   */
  public static String neighborRelation(int layer) {
    return "layer." + layer + ".neighbor.relation";
  }

  /** Name of what a layer adds. */
  public static String bias(int layer) {
    return "layer." + layer + ".bias";
  }

  private static void check(String what, int value, int least, int most) {
    if (value < least || value > most) {
      throw new IllegalArgumentException(
          "Cannot shape a model: %s must be %d to %d (%d)".formatted(what, least, most, value));
    }
  }
}
