package io.freshet.server.training;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.Shape;
import io.freshet.server.model.HgnnShape;
import io.freshet.server.model.Tensor;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;

/**
 * The trained weights as one flat vector, so that the optimiser takes one step on one array; its
 * last element is the logarithm of the score's scale. The text mean is not trained.
 *
 * <p>Shared weights begin as Glorot's uniform distribution, everything that belongs to a type as
 * zero: what a type does not need to learn stays with the shared part.
 */
final class Parameters {
  /** Scale of the cosine at the first step. */
  private static final double FIRST_SCALE = 10;

  private final HgnnShape shape;
  private final float[] textMean;
  private final Map<String, Integer> offsets = new LinkedHashMap<>();
  private final int size;

  Parameters(HgnnShape shape, float[] textMean) {
    this.shape = shape;
    this.textMean = textMean;
    int offset = 0;
    for (Map.Entry<String, List<Integer>> weight : shape.weights().entrySet()) {
      if (!weight.getKey().equals(HgnnShape.TEXT_MEAN)) {
        offsets.put(weight.getKey(), offset);
        offset += size(weight.getValue());
      }
    }
    size = offset + 1;
  }

  /** First values. */
  float[] initial(RandomGenerator random) {
    float[] flat = new float[size];
    offsets.forEach(
        (name, offset) -> {
          List<Integer> axes = axes(name);
          if (axes.size() == 2 && !name.equals(HgnnShape.ENCODE_TYPE)) {
            double bound = Math.sqrt(6.0 / (axes.get(0) + axes.get(1)));
            for (int k = 0; k < size(axes); k++) {
              flat[offset + k] = (float) random.nextDouble(-bound, bound);
            }
          }
        });
    flat[size - 1] = (float) Math.log(FIRST_SCALE / (shape.layers() + 1));
    return flat;
  }

  /** The score's scale, a scalar. */
  NDArray scale(NDArray flat) {
    return flat.get(new NDIndex("{}:{}", size - 1, size)).exp();
  }

  /**
   * The weights as views of the flat vector, through which gradients flow.
   *
   * @param seenTypes per known type 1, or 0 to treat it as never seen: its own parts vanish
   */
  Map<String, NDArray> weights(NDArray flat, float[] seenTypes) {
    NDManager manager = flat.getManager();
    NDArray seen = manager.create(seenTypes);
    NDArray seenPairs = seen.reshape(-1, 1).matMul(seen.reshape(1, -1)).reshape(-1, 1, 1);
    Map<String, NDArray> weights = new HashMap<>();
    weights.put(HgnnShape.TEXT_MEAN, manager.create(textMean));
    offsets.forEach(
        (name, offset) -> {
          List<Integer> axes = axes(name);
          NDArray weight =
              flat.get(new NDIndex("{}:{}", offset, offset + size(axes))).reshape(torchShape(axes));
          if (name.equals(HgnnShape.ENCODE_TYPE)) {
            weight = weight.mul(seen.reshape(-1, 1));
          } else if (axes.size() == 3) {
            boolean ofOneType = axes.get(0) == shape.types() && name.endsWith(".type");
            weight = weight.mul(ofOneType ? seen.reshape(-1, 1, 1) : seenPairs);
          }
          weights.put(name, weight);
        });
    return weights;
  }

  /** The weights as a release carries them. */
  Map<String, Tensor> tensors(float[] flat) {
    Map<String, Tensor> tensors = new HashMap<>();
    tensors.put(HgnnShape.TEXT_MEAN, new Tensor(axes(HgnnShape.TEXT_MEAN), textMean));
    offsets.forEach(
        (name, offset) -> {
          float[] values = Arrays.copyOfRange(flat, offset, offset + size(axes(name)));
          tensors.put(name, new Tensor(axes(name), values));
        });
    return tensors;
  }

  private List<Integer> axes(String name) {
    return shape.weights().getOrDefault(name, List.of());
  }

  private static int size(List<Integer> axes) {
    return axes.stream().reduce(1, Math::multiplyExact);
  }

  private static Shape torchShape(List<Integer> axes) {
    return new Shape(axes.stream().mapToLong(axis -> axis).toArray());
  }
}
