package io.freshet.server.model;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;

/** The towers' formulas in plain Java, one row at a time, straight from the class comment. */
public final class ReferenceTowers {
  private final Release release;
  private final TowerSpec spec;

  /** The formulas with the weights of a release. */
  public ReferenceTowers(Release release) {
    this.release = release;
    spec = release.towers().orElseThrow();
  }

  /** v of one item. */
  public double[] item(double[] z, float[] f, String type, String language) {
    double[] both = new double[z.length + f.length];
    for (int k = 0; k < both.length; k++) {
      both[k] = k < z.length ? z[k] : f[k - z.length];
    }
    double[] hidden = new double[spec.hidden()];
    addProduct(hidden, "tower.item.hidden.weight", 0, both);
    addRow(hidden, "tower.item.hidden.type", release.types().indexOf(type));
    addRow(hidden, "tower.item.hidden.language", spec.languages().indexOf(language));
    addRow(hidden, "tower.item.hidden.bias", 0);
    double[] output = new double[spec.dimensions()];
    addProduct(output, "tower.item.output.weight", 0, gelu(hidden));
    addRow(output, "tower.item.output.bias", 0);
    addProduct(output, "tower.item.skip", 0, z);
    return unit(output);
  }

  /** b of one item. */
  public double bias(float[] f) {
    double[] features = new double[f.length];
    for (int k = 0; k < f.length; k++) {
      features[k] = f[k];
    }
    float[] bias = values("tower.popularity.hidden.bias");
    double[] hidden = new double[bias.length];
    addProduct(hidden, "tower.popularity.hidden.weight", 0, features);
    addRow(hidden, "tower.popularity.hidden.bias", 0);
    double[] output = new double[1];
    addProduct(output, "tower.popularity.output.weight", 0, gelu(hidden));
    return output[0];
  }

  /**
   * q of one user.
   *
   * @param pooled means of z by item type, known or not
   */
  public double[] query(Map<String, double[]> pooled, double[] weak, List<String> attributes) {
    double[] hidden = new double[spec.hidden()];
    double[] output = new double[spec.dimensions()];
    pooled.forEach(
        (type, mean) -> {
          int index = release.types().indexOf(type);
          addProduct(hidden, "tower.query.hidden.shared", 0, mean);
          addProduct(output, "tower.query.skip.shared", 0, mean);
          if (index >= 0) {
            addProduct(hidden, "tower.query.hidden.type", index, mean);
            addProduct(output, "tower.query.skip.type", index, mean);
          }
        });
    addProduct(hidden, "tower.query.hidden.weak", 0, weak);
    addRow(hidden, "tower.query.hidden.bias", 0);
    for (String attribute : attributes) {
      addRow(hidden, "tower.query.hidden.attribute", spec.attributes().indexOf(attribute));
    }
    addProduct(output, "tower.query.output.weight", 0, gelu(hidden));
    addRow(output, "tower.query.output.bias", 0);
    return unit(output);
  }

  /** s. */
  public double scale() {
    return Math.exp(values(TowerShape.SCALE)[0]);
  }

  private float[] values(String name) {
    return release.weight(name).values();
  }

  private void addProduct(double[] sum, String name, int matrix, double[] vector) {
    int offset = matrix * sum.length * vector.length;
    for (int row = 0; row < sum.length; row++) {
      for (int column = 0; column < vector.length; column++) {
        sum[row] += values(name)[offset + row * vector.length + column] * vector[column];
      }
    }
  }

  private void addRow(double[] sum, String name, int row) {
    for (int k = 0; row >= 0 && k < sum.length; k++) {
      sum[k] += values(name)[row * sum.length + k];
    }
  }

  private static double[] gelu(double[] vector) {
    double[] result = new double[vector.length];
    for (int k = 0; k < result.length; k++) {
      result[k] = vector[k] * (1 + erf(vector[k] / Math.sqrt(2))) / 2;
    }
    return result;
  }

  /** The error function by its power series, which converges everywhere. */
  private static double erf(double x) {
    double term = x;
    double sum = x;
    for (int n = 1; n < 200; n++) {
      term *= -x * x / n;
      sum += term / (2 * n + 1);
    }
    return 2 / Math.sqrt(Math.PI) * sum;
  }

  private static double[] unit(double[] vector) {
    double squares = 0;
    for (double value : vector) {
      squares += value * value;
    }
    double[] result = vector.clone();
    for (int k = 0; k < result.length; k++) {
      result[k] /= Math.sqrt(squares);
    }
    return result;
  }

  /** A release with towers, of random weights. */
  public static Release random(long seed, HgnnShape network, List<String> types, TowerSpec spec) {
    Random random = new Random(seed);
    Map<String, Tensor> weights = new HashMap<>();
    Map<String, List<Integer>> shapes = new HashMap<>(network.weights());
    shapes.putAll(spec.shape(network).weights());
    shapes.entrySet().stream()
        .sorted(Map.Entry.comparingByKey())
        .forEach(
            weight ->
                weights.put(
                    weight.getKey(), ReferenceHgnn.randomTensor(random, weight.getValue())));
    return new Release(
        "towers-" + seed,
        "encoder",
        network.textDimensions(),
        network.dimensions(),
        network.layers(),
        types,
        Optional.of(spec),
        Optional.of(
            new Provenance(
                "2026-01-02T03:04:05Z",
                "1.0",
                "2025-01-01T00:00:00Z",
                "2025-12-31T00:00:00Z",
                Map.of("epochs", "6"),
                Map.of("pop.hr-10", 0.2))),
        Map.of("hr-10", 0.5),
        weights);
  }
}
