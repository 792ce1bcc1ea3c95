package io.freshet.server.model;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** The embedding formula in plain Java, one item at a time, straight from the design page. */
public final class ReferenceHgnn {
  private final Release release;

  /** The formula with the weights of a release. */
  public ReferenceHgnn(Release release) {
    this.release = release;
  }

  /** Layer 0 of one item. */
  public double[] encode(String type, float[] text) {
    float[] mean = values(HgnnShape.TEXT_MEAN);
    double[] x = new double[text.length];
    for (int k = 0; k < x.length; k++) {
      x[k] = text[k] - mean[k];
    }
    double[] sum = new double[release.dimensions()];
    addProduct(sum, values(HgnnShape.ENCODE_WEIGHT), 0, unit(x));
    int index = release.types().indexOf(type);
    if (index >= 0) {
      for (int k = 0; k < sum.length; k++) {
        sum[k] += values(HgnnShape.ENCODE_TYPE)[index * sum.length + k];
      }
    }
    return unit(act(sum));
  }

  /** A layer of one item from its own vector below and its aggregates by neighbor type. */
  public double[] layer(int layer, String type, double[] self, Map<String, double[]> aggregates) {
    int d = release.dimensions();
    int types = release.types().size();
    int index = release.types().indexOf(type);
    double[] sum = new double[d];
    addProduct(sum, values("layer." + layer + ".self.shared"), 0, self);
    if (index >= 0) {
      addProduct(sum, values("layer." + layer + ".self.type"), index, self);
    }
    aggregates.forEach(
        (neighborType, aggregate) -> {
          addProduct(sum, values("layer." + layer + ".neighbor.shared"), 0, aggregate);
          int neighbor = release.types().indexOf(neighborType);
          if (index >= 0 && neighbor >= 0) {
            float[] relations = values("layer." + layer + ".neighbor.relation");
            addProduct(sum, relations, index * types + neighbor, aggregate);
          }
        });
    for (int k = 0; k < d; k++) {
      sum[k] += values("layer." + layer + ".bias")[k];
    }
    return unit(act(sum));
  }

  private float[] values(String name) {
    return release.weight(name).values();
  }

  private static void addProduct(double[] sum, float[] matrices, int matrix, double[] vector) {
    int offset = matrix * sum.length * vector.length;
    for (int row = 0; row < sum.length; row++) {
      for (int column = 0; column < vector.length; column++) {
        sum[row] += matrices[offset + row * vector.length + column] * vector[column];
      }
    }
  }

  private static double[] act(double[] vector) {
    double[] result = vector.clone();
    for (int k = 0; k < result.length; k++) {
      result[k] = result[k] < 0 ? 0.1 * result[k] : result[k];
    }
    return result;
  }

  private static double[] unit(double[] vector) {
    double squares = 0;
    for (double value : vector) {
      squares += value * value;
    }
    double length = Math.max(Math.sqrt(squares), 1e-12);
    double[] result = vector.clone();
    for (int k = 0; k < result.length; k++) {
      result[k] /= length;
    }
    return result;
  }

  /** A release of random weights. */
  public static Release random(
      long seed, int textDimensions, int dimensions, int layers, List<String> types) {
    Random random = new Random(seed);
    Map<String, Tensor> weights = new HashMap<>();
    new HgnnShape(textDimensions, dimensions, layers, types.size())
        .weights()
        .forEach((name, axes) -> weights.put(name, randomTensor(random, axes)));
    return new Release(
        "random-" + seed,
        "encoder",
        textDimensions,
        dimensions,
        layers,
        types,
        Map.of("link-auc", 0.5),
        weights);
  }

  static Tensor randomTensor(Random random, List<Integer> axes) {
    float[] values = new float[Tensor.size(axes)];
    for (int k = 0; k < values.length; k++) {
      values[k] = (float) random.nextGaussian() * 0.3f;
    }
    return new Tensor(axes, values);
  }
}
