package io.freshet.server.model;

import static java.util.Objects.requireNonNull;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Activation;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Forward pass of the two towers, which place items and users in one space [1, 2], on batches of
 * rows.
 *
 * <pre>
 * v = unit(W_o gelu(W_h [z; f] + e[type] + e[language] + b_h) + b_o + W_skip z)
 * b = w gelu(P f + c)
 * q = unit(U_o gelu(sum over t of U[t] p_t + U_weak p_weak + sum of e[attribute] + d_h) + d_o
 *          + sum over t of U_skip[t] p_t)
 * score = s q.v + b
 * </pre>
 *
 * z = item embedding, f = {@link PopularityFeatures}, p_t = recency-weighted mean of z over the
 * items of type t in the user's history, p_weak = the same over what the user only met in passing.
 * U[t] is a shared part plus one of the type; types never trained have the shared part alone and
 * are pooled together. An unknown language has no vector.
 *
 * <p>A score is one inner product, of [v; b / s] and [q; 1], times s: an index that knows nothing
 * of towers can rank by it.
 *
 * <p>The same code trains: where the weights carry gradients, so do the results. Every result
 * belongs to the manager of the first argument. Immutable; any number of threads may use it, each
 * with managers of its own.
 *
 * <p>[1] Yi et al., Sampling-bias-corrected neural modeling for large corpus item recommendations,
 * RecSys 2019. [2] De Nadai et al., Personalized audiobook recommendations at Spotify through graph
 * neural networks, WWW 2024.
 */
public final class Towers {
  private static final List<String> LINEAR =
      List.of(
          TowerShape.ITEM_HIDDEN,
          TowerShape.ITEM_OUTPUT,
          TowerShape.ITEM_SKIP,
          TowerShape.POPULARITY_HIDDEN,
          TowerShape.POPULARITY_OUTPUT,
          TowerShape.QUERY_OUTPUT);

  private final TowerShape shape;
  private final Map<String, NDArray> weights;
  private final Map<String, NDArray> transposed = new HashMap<>();
  private final NDArray scale;
  private final NDArray typeVectors;
  private final NDArray languageVectors;
  private final NDArray queryHidden;
  private final NDArray querySkip;

  /**
   * Towers over weights that live on a device.
   *
   * @param weights by the names of {@link TowerShape#weights}; must stay open as long as the towers
   */
  public Towers(TowerShape shape, Map<String, NDArray> weights) {
    this.shape = shape;
    this.weights = weights;
    for (String name : LINEAR) {
      transposed.put(name, weight(name).transpose());
    }
    scale = weight(TowerShape.SCALE).exp();
    typeVectors = withNone(shape.types(), weight(TowerShape.ITEM_TYPE));
    languageVectors = withNone(shape.languages(), weight(TowerShape.ITEM_LANGUAGE));
    NDList hidden =
        bySlot(weight(TowerShape.QUERY_HIDDEN), weight(TowerShape.QUERY_HIDDEN_TYPE), shape);
    hidden.add(weight(TowerShape.QUERY_HIDDEN_WEAK).transpose());
    queryHidden = NDArrays.concat(hidden);
    querySkip =
        NDArrays.concat(
            bySlot(weight(TowerShape.QUERY_SKIP), weight(TowerShape.QUERY_SKIP_TYPE), shape));
  }

  /**
   * Puts a release's towers on the manager's device.
   *
   * @param manager owns the weights; closing it ends the towers
   * @throws java.util.NoSuchElementException when the release has no towers
   */
  public static Towers load(Release release, NDManager manager) {
    TowerShape shape = release.towerShape().orElseThrow();
    return new Towers(shape, Rows.load(release, shape.weights().keySet(), manager));
  }

  /** Sizes of the towers. */
  public TowerShape shape() {
    return shape;
  }

  /**
   * What the item tower yields.
   *
   * @param vectors v [n, d], of unit length
   * @param biases b [n, 1]
   */
  public record ItemVectors(NDArray vectors, NDArray biases) {}

  /**
   * The item tower.
   *
   * @param embeddings z [n, D], n at least 1
   * @param features f [n, {@link PopularityFeatures#COUNT}]
   * @param types type index of each row; the number of types for one that was never trained
   * @param languages language index of each row; the number of languages for one that has none
   */
  public ItemVectors items(NDArray embeddings, NDArray features, int[] types, int[] languages) {
    return items(embeddings, features, types, languages, Optional.empty());
  }

  /**
   * The item tower in training.
   *
   * @param kept per hidden unit 0 or 1 / the chance of being kept [n, hidden]
   */
  public ItemVectors items(
      NDArray embeddings, NDArray features, int[] types, int[] languages, Optional<NDArray> kept) {
    NDArray sum =
        linear(embeddings.concat(features, 1), TowerShape.ITEM_HIDDEN)
            .add(rows(typeVectors, types, embeddings))
            .add(rows(languageVectors, languages, embeddings))
            .add(weight(TowerShape.ITEM_HIDDEN_BIAS));
    NDArray output =
        linear(activated(sum, kept), TowerShape.ITEM_OUTPUT)
            .add(weight(TowerShape.ITEM_OUTPUT_BIAS))
            .add(linear(embeddings, TowerShape.ITEM_SKIP));
    return new ItemVectors(Rows.unit(output), popularity(features));
  }

  /**
   * The query tower.
   *
   * @param pooled p of every slot, side by side [n, slots * D]; zeros where a slot is empty
   * @param attributes 1 where the user has the attribute, else 0 [n, attributes]
   * @return q [n, d]
   */
  public NDArray queries(NDArray pooled, NDArray attributes) {
    return queries(pooled, attributes, Optional.empty());
  }

  /**
   * The query tower in training.
   *
   * @param kept per hidden unit 0 or 1 / the chance of being kept [n, hidden]
   */
  public NDArray queries(NDArray pooled, NDArray attributes, Optional<NDArray> kept) {
    NDArray sum = pooled.matMul(queryHidden).add(weight(TowerShape.QUERY_HIDDEN_BIAS));
    if (shape.attributes() > 0) {
      sum = sum.add(attributes.matMul(weight(TowerShape.QUERY_ATTRIBUTE)));
    }
    long strong = (long) (shape.types() + 1) * shape.embeddingDimensions();
    NDArray output =
        linear(activated(sum, kept), TowerShape.QUERY_OUTPUT)
            .add(weight(TowerShape.QUERY_OUTPUT_BIAS))
            .add(pooled.get(":, :" + strong).matMul(querySkip));
    return Rows.unit(output);
  }

  /** Scale s of the scores, one element. */
  public NDArray scale() {
    return scale;
  }

  /** Item vectors as an index holds them: [v; b / s], [n, d + 1]. */
  public NDArray indexed(ItemVectors items) {
    return items.vectors().concat(items.biases().div(scale), 1);
  }

  /** Queries as an index takes them: [q; 1], [n, d + 1]. */
  public NDArray indexed(NDArray queries) {
    NDManager manager = queries.getManager();
    return queries.concat(manager.ones(new Shape(queries.getShape().get(0), 1)), 1);
  }

  private NDArray popularity(NDArray features) {
    NDArray sum =
        linear(features, TowerShape.POPULARITY_HIDDEN)
            .add(weight(TowerShape.POPULARITY_HIDDEN_BIAS));
    return linear(Activation.gelu(sum), TowerShape.POPULARITY_OUTPUT);
  }

  private static NDArray activated(NDArray sum, Optional<NDArray> kept) {
    NDArray activated = Activation.gelu(sum);
    return kept.map(activated::mul).orElse(activated);
  }

  private NDArray linear(NDArray rows, String name) {
    return rows.matMul(requireNonNull(transposed.get(name), name));
  }

  /** Transposed matrices, one below the other: of each type, then of all other types. */
  private static NDList bySlot(NDArray shared, NDArray ofTypes, TowerShape shape) {
    NDArray transposed = shared.transpose();
    NDList all = new NDList();
    for (int type = 0; type < shape.types(); type++) {
      all.add(ofTypes.get(type).transpose().add(transposed));
    }
    all.add(transposed);
    return all;
  }

  /** The table and below it a row of zeros for what has no vector of its own. */
  private NDArray withNone(int rows, NDArray table) {
    NDArray none = table.getManager().zeros(new Shape(1, shape.hidden()));
    return rows == 0 ? none : table.concat(none);
  }

  private static NDArray rows(NDArray table, int[] indices, NDArray owner) {
    NDArray rows = table.get(owner.getManager().create(indices));
    rows.attach(owner.getManager());
    return rows;
  }

  private NDArray weight(String name) {
    return requireNonNull(weights.get(name), name);
  }
}
