package io.freshet.server.retrieval.tower;

import io.freshet.server.model.PopularityFeatures;
import io.freshet.server.model.Release;
import io.freshet.server.model.Tensor;
import io.freshet.server.model.TowerShape;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.commons.numbers.gamma.Erf;

/**
 * The forward pass of {@link io.freshet.server.model.Towers}, one row at a time.
 *
 * <p>Written out because rows come one by one here, and a call of the tensor engine costs more than
 * the row: some ten microseconds of multiplications. A test holds the two to 1e-5 of one another.
 * Immutable; any number of threads may use it.
 */
public final class PlainTowers {
  private static final double TINY = 1e-24;
  private static final double ROOT_2 = Math.sqrt(2);

  private final PlainHgnn network;
  private final TowerShape shape;
  private final List<String> types;
  private final List<String> languages;
  private final Map<String, Integer> attributes = new HashMap<>();
  private final float scale;
  private final Matrix itemHidden;
  private final float[] itemHiddenBias;
  private final float[] typeVectors;
  private final float[] languageVectors;
  private final Matrix itemOutput;
  private final float[] itemOutputBias;
  private final Matrix itemSkip;
  private final Matrix popularityHidden;
  private final float[] popularityHiddenBias;
  private final Matrix popularityOutput;
  private final List<Matrix> queryHidden = new ArrayList<>();
  private final List<Matrix> querySkip = new ArrayList<>();
  private final float[] queryHiddenBias;
  private final float[] attributeVectors;
  private final Matrix queryOutput;
  private final float[] queryOutputBias;

  /**
   * The towers of a release.
   *
   * @throws java.util.NoSuchElementException when it has none
   */
  public PlainTowers(Release release) {
    network = new PlainHgnn(release);
    shape = release.towerShape().orElseThrow();
    types = release.types();
    languages = release.towers().orElseThrow().languages();
    release
        .towers()
        .orElseThrow()
        .attributes()
        .forEach(name -> attributes.put(name, attributes.size()));
    scale = (float) Math.exp(release.weight(TowerShape.SCALE).values()[0]);
    itemHidden = Matrix.of(release.weight(TowerShape.ITEM_HIDDEN));
    itemHiddenBias = release.weight(TowerShape.ITEM_HIDDEN_BIAS).values();
    typeVectors = release.weight(TowerShape.ITEM_TYPE).values();
    languageVectors = release.weight(TowerShape.ITEM_LANGUAGE).values();
    itemOutput = Matrix.of(release.weight(TowerShape.ITEM_OUTPUT));
    itemOutputBias = release.weight(TowerShape.ITEM_OUTPUT_BIAS).values();
    itemSkip = Matrix.of(release.weight(TowerShape.ITEM_SKIP));
    popularityHidden = Matrix.of(release.weight(TowerShape.POPULARITY_HIDDEN));
    popularityHiddenBias = release.weight(TowerShape.POPULARITY_HIDDEN_BIAS).values();
    popularityOutput = Matrix.of(release.weight(TowerShape.POPULARITY_OUTPUT));
    addBySlot(
        release.weight(TowerShape.QUERY_HIDDEN),
        release.weight(TowerShape.QUERY_HIDDEN_TYPE),
        queryHidden);
    queryHidden.add(Matrix.of(release.weight(TowerShape.QUERY_HIDDEN_WEAK)));
    addBySlot(
        release.weight(TowerShape.QUERY_SKIP),
        release.weight(TowerShape.QUERY_SKIP_TYPE),
        querySkip);
    queryHiddenBias = release.weight(TowerShape.QUERY_HIDDEN_BIAS).values();
    attributeVectors = release.weight(TowerShape.QUERY_ATTRIBUTE).values();
    queryOutput = Matrix.of(release.weight(TowerShape.QUERY_OUTPUT));
    queryOutputBias = release.weight(TowerShape.QUERY_OUTPUT_BIAS).values();
  }

  /** Sizes of the towers. */
  public TowerShape shape() {
    return shape;
  }

  /** The graph network that the towers stand on. */
  PlainHgnn network() {
    return network;
  }

  /** What an inner product of an item vector and a query is times to be the score. */
  public float scale() {
    return scale;
  }

  /** Index of an item type; the number of types for one that was never trained. */
  int typeIndex(String type) {
    int index = types.indexOf(type);
    return index < 0 ? types.size() : index;
  }

  /** Index of a language; the number of languages for one that has none. */
  int languageIndex(String language) {
    int index = languages.indexOf(language);
    return index < 0 ? languages.size() : index;
  }

  /** Whether the item tower tells languages apart. */
  boolean knowsLanguages() {
    return !languages.isEmpty();
  }

  /**
   * The item tower: [v; b / s].
   *
   * @param embedding z
   * @param features f, see {@link PopularityFeatures}
   */
  float[] item(float[] embedding, float[] features, int type, int language) {
    float[] input = Arrays.copyOf(embedding, embedding.length + PopularityFeatures.COUNT);
    System.arraycopy(features, 0, input, embedding.length, PopularityFeatures.COUNT);
    float[] hidden = itemHiddenBias.clone();
    itemHidden.addProduct(input, hidden);
    addRow(typeVectors, type, hidden);
    addRow(languageVectors, language, hidden);
    activate(hidden);
    float[] output = Arrays.copyOf(itemOutputBias, shape.indexDimensions());
    itemOutput.addProduct(hidden, output);
    itemSkip.addProduct(embedding, output);
    toUnit(output, shape.dimensions());
    output[shape.dimensions()] = popularity(features) / scale;
    return output;
  }

  /**
   * The query tower: [q; 1].
   *
   * @param pooled p by slot; no values where a slot is empty
   * @param known attributes of the user, each once; those without a vector add nothing
   */
  float[] query(List<float[]> pooled, List<String> known) {
    float[] hidden = queryHiddenBias.clone();
    float[] output = Arrays.copyOf(queryOutputBias, shape.indexDimensions());
    for (int slot = 0; slot < pooled.size(); slot++) {
      if (pooled.get(slot).length > 0) {
        queryHidden.get(slot).addProduct(pooled.get(slot), hidden);
        if (slot != shape.weakSlot()) {
          querySkip.get(slot).addProduct(pooled.get(slot), output);
        }
      }
    }
    for (String name : known) {
      addRow(attributeVectors, attributes.getOrDefault(name, shape.attributes()), hidden);
    }
    activate(hidden);
    queryOutput.addProduct(hidden, output);
    toUnit(output, shape.dimensions());
    output[shape.dimensions()] = 1;
    return output;
  }

  private float popularity(float[] features) {
    float[] hidden = popularityHiddenBias.clone();
    popularityHidden.addProduct(features, hidden);
    activate(hidden);
    float[] sum = new float[1];
    popularityOutput.addProduct(hidden, sum);
    return sum[0];
  }

  /** Matrix of each type, then that of all other types. */
  private static void addBySlot(Tensor shared, Tensor ofTypes, List<Matrix> matrices) {
    for (int type = 0; type < ofTypes.shape().get(0); type++) {
      matrices.add(Matrix.sum(shared, ofTypes, type));
    }
    matrices.add(Matrix.of(shared));
  }

  /** Adds a row of a table; what lies beyond its end is zero. */
  private static void addRow(float[] table, int row, float[] sum) {
    int begin = row * sum.length;
    for (int k = 0; k < sum.length && begin < table.length; k++) {
      sum[k] += table[begin + k];
    }
  }

  private static void activate(float[] values) {
    for (int k = 0; k < values.length; k++) {
      values[k] = (float) (values[k] * 0.5 * (1 + Erf.value(values[k] / ROOT_2)));
    }
  }

  /** Scales the first values to unit length. */
  static void toUnit(float[] vector, int dimensions) {
    double squares = TINY;
    for (int k = 0; k < dimensions; k++) {
      squares += (double) vector[k] * vector[k];
    }
    double length = Math.sqrt(squares);
    for (int k = 0; k < dimensions; k++) {
      vector[k] = (float) (vector[k] / length);
    }
  }
}
