package io.freshet.server.model;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Sizes of the two towers, and with them the name and shape of every weight. Matrices have outputs
 * as rows, as PyTorch's linear layers do.
 *
 * @param embeddingDimensions length of the item embedding z that both towers read
 * @param hidden length of the hidden layers
 * @param dimensions length of the vectors both towers yield
 * @param types number of item types with weights of their own
 * @param languages number of languages with a vector of their own
 * @param attributes number of user attributes with a vector of their own
 */
public record TowerShape(
    int embeddingDimensions, int hidden, int dimensions, int types, int languages, int attributes) {
  /** Logarithm of the scores' scale. */
  public static final String SCALE = "tower.scale";

  public static final String ITEM_HIDDEN = "tower.item.hidden.weight";
  public static final String ITEM_HIDDEN_BIAS = "tower.item.hidden.bias";
  public static final String ITEM_TYPE = "tower.item.hidden.type";
  public static final String ITEM_LANGUAGE = "tower.item.hidden.language";
  public static final String ITEM_OUTPUT = "tower.item.output.weight";
  public static final String ITEM_OUTPUT_BIAS = "tower.item.output.bias";
  public static final String ITEM_SKIP = "tower.item.skip";
  public static final String POPULARITY_HIDDEN = "tower.popularity.hidden.weight";
  public static final String POPULARITY_HIDDEN_BIAS = "tower.popularity.hidden.bias";
  public static final String POPULARITY_OUTPUT = "tower.popularity.output.weight";
  public static final String QUERY_HIDDEN = "tower.query.hidden.shared";
  public static final String QUERY_HIDDEN_TYPE = "tower.query.hidden.type";
  public static final String QUERY_HIDDEN_WEAK = "tower.query.hidden.weak";
  public static final String QUERY_HIDDEN_BIAS = "tower.query.hidden.bias";
  public static final String QUERY_ATTRIBUTE = "tower.query.hidden.attribute";
  public static final String QUERY_OUTPUT = "tower.query.output.weight";
  public static final String QUERY_OUTPUT_BIAS = "tower.query.output.bias";
  public static final String QUERY_SKIP = "tower.query.skip.shared";
  public static final String QUERY_SKIP_TYPE = "tower.query.skip.type";

  private static final int POPULARITY_UNITS = 16;
  private static final int MAX_DIMENSIONS = 16_384;
  private static final int MAX_VALUES = 4_096;

  public TowerShape {
    check("embedding dimensions", embeddingDimensions, 1, MAX_DIMENSIONS);
    check("hidden", hidden, 1, MAX_DIMENSIONS);
    check("dimensions", dimensions, 1, MAX_DIMENSIONS);
    check("types", types, 0, Release.MAX_TYPES);
    check("languages", languages, 0, MAX_VALUES);
    check("attributes", attributes, 0, MAX_VALUES);
  }

  /**
   * Slots of a pooled history: one per known item type, one for all other types, one for the items
   * a user only met in passing (weak signals).
   */
  public int slots() {
    return types + 2;
  }

  /** The slot of items of types without weights of their own. */
  public int otherSlot() {
    return types;
  }

  /** The slot of weak signals. */
  public int weakSlot() {
    return types + 1;
  }

  /** Length of a published item vector and of a query: the tower's vector and the popularity. */
  public int indexDimensions() {
    return dimensions + 1;
  }

  /** Shape by name of every weight, in a fixed order. */
  public Map<String, List<Integer>> weights() {
    Map<String, List<Integer>> weights = new LinkedHashMap<>();
    weights.put(SCALE, List.of(1));
    itemWeights(weights);
    queryWeights(weights);
    return weights;
  }

  private void itemWeights(Map<String, List<Integer>> weights) {
    int features = PopularityFeatures.COUNT;
    weights.put(ITEM_HIDDEN, List.of(hidden, embeddingDimensions + features));
    weights.put(ITEM_HIDDEN_BIAS, List.of(hidden));
    weights.put(ITEM_TYPE, List.of(types, hidden));
    weights.put(ITEM_LANGUAGE, List.of(languages, hidden));
    weights.put(ITEM_OUTPUT, List.of(dimensions, hidden));
    weights.put(ITEM_OUTPUT_BIAS, List.of(dimensions));
    weights.put(ITEM_SKIP, List.of(dimensions, embeddingDimensions));
    weights.put(POPULARITY_HIDDEN, List.of(POPULARITY_UNITS, features));
    weights.put(POPULARITY_HIDDEN_BIAS, List.of(POPULARITY_UNITS));
    weights.put(POPULARITY_OUTPUT, List.of(1, POPULARITY_UNITS));
  }

  private void queryWeights(Map<String, List<Integer>> weights) {
    weights.put(QUERY_HIDDEN, List.of(hidden, embeddingDimensions));
    weights.put(QUERY_HIDDEN_TYPE, List.of(types, hidden, embeddingDimensions));
    weights.put(QUERY_HIDDEN_WEAK, List.of(hidden, embeddingDimensions));
    weights.put(QUERY_HIDDEN_BIAS, List.of(hidden));
    weights.put(QUERY_ATTRIBUTE, List.of(attributes, hidden));
    weights.put(QUERY_OUTPUT, List.of(dimensions, hidden));
    weights.put(QUERY_OUTPUT_BIAS, List.of(dimensions));
    weights.put(QUERY_SKIP, List.of(dimensions, embeddingDimensions));
    weights.put(QUERY_SKIP_TYPE, List.of(types, dimensions, embeddingDimensions));
  }

  private static void check(String what, int value, int least, int most) {
    if (value < least || value > most) {
      throw new IllegalArgumentException(
          "Cannot shape towers: %s must be %d to %d (%d)".formatted(what, least, most, value));
    }
  }
}
