package io.freshet.server.training;

import static java.util.Objects.requireNonNull;

import ai.djl.ndarray.NDArray;
import io.freshet.server.model.HgnnShape;
import io.freshet.server.model.Tensor;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;

/**
 * The weights of link prediction in one flat vector: the graph network's, and the logarithm of the
 * score's scale, which no release carries. The text mean is not trained.
 */
final class Parameters {
  /** Scale of the cosine at the first step. */
  private static final double FIRST_SCALE = 10;

  private static final String SCALE = "link.scale";

  private final HgnnShape shape;
  private final Tensor textMean;
  private final WeightLayout layout;

  Parameters(HgnnShape shape, float[] textMean) {
    this.shape = shape;
    this.textMean = new Tensor(List.of(textMean.length), textMean);
    Map<String, List<Integer>> trained = new LinkedHashMap<>(shape.weights());
    trained.remove(HgnnShape.TEXT_MEAN);
    trained.put(SCALE, List.of(1));
    layout = new WeightLayout(trained, shape.types());
  }

  /** First values. */
  float[] initial(RandomGenerator random) {
    float[] flat = layout.initial(random);
    layout.set(flat, SCALE, Math.log(FIRST_SCALE / (shape.layers() + 1)));
    return flat;
  }

  /**
   * The weights as views of the flat vector, through which gradients flow; and the score's scale.
   *
   * @param seenTypes per known type 1, or 0 to treat it as never seen: its own parts vanish
   */
  Views views(NDArray flat, float[] seenTypes) {
    Map<String, NDArray> weights = layout.views(flat, seenTypes);
    NDArray scale = requireNonNull(weights.remove(SCALE), SCALE).exp();
    weights.put(HgnnShape.TEXT_MEAN, flat.getManager().create(textMean.values()));
    return new Views(weights, scale);
  }

  record Views(Map<String, NDArray> weights, NDArray scale) {}

  /** The weights as a release carries them. */
  Map<String, Tensor> tensors(float[] flat) {
    Map<String, Tensor> tensors = new HashMap<>(layout.tensors(flat));
    tensors.remove(SCALE);
    tensors.put(HgnnShape.TEXT_MEAN, textMean);
    return tensors;
  }
}
