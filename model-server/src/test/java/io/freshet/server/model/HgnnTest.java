package io.freshet.server.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.training.GradientCollector;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

final class HgnnTest {
  private static final int TEXT = 12;
  private static final int D = 6;
  private static final List<String> KNOWN = List.of("audiobook", "podcast", "track");
  private static final List<String> ALL =
      List.of("track", "concert", "audiobook", "video", "podcast");

  private final Random random = new Random(7);

  @Test
  void layersEqualThePlainFormulaForKnownAndUnseenTypes() {
    Release release = ReferenceHgnn.random(1, TEXT, D, 2, KNOWN);
    ReferenceHgnn reference = new ReferenceHgnn(release);
    List<String> types = randomTypes(40);
    try (NDManager manager = NDManager.newBaseManager()) {
      Hgnn model = Hgnn.load(release, manager);
      float[][] text = vectors(types.size(), TEXT);
      NDArray encoded = model.encode(manager.create(text), indices(model, types));
      float[][] self = vectors(types.size(), D);
      List<Map<String, double[]>> aggregates = new ArrayList<>();
      types.forEach(type -> aggregates.add(randomAggregates()));
      NDArray dense = manager.create(dense(model, aggregates));
      NDArray layer = model.layer(2, manager.create(self), indices(model, types), dense);
      for (int row = 0; row < types.size(); row++) {
        assertRow(encoded, row, reference.encode(types.get(row), text[row]));
        assertRow(
            layer,
            row,
            reference.layer(2, types.get(row), doubles(self[row]), aggregates.get(row)));
      }
    }
  }

  @Test
  void modelWithoutKnownTypesUsesSharedWeightsAlone() {
    Release release = ReferenceHgnn.random(2, TEXT, D, 1, List.of());
    ReferenceHgnn reference = new ReferenceHgnn(release);
    try (NDManager manager = NDManager.newBaseManager()) {
      Hgnn model = Hgnn.load(release, manager);
      float[][] text = vectors(1, TEXT);
      NDArray encoded = model.encode(manager.create(text), new int[] {model.typeIndex("track")});
      assertRow(encoded, 0, reference.encode("track", text[0]));
      NDArray layer = model.layer(1, encoded, new int[] {0}, manager.zeros(new Shape(1, (long) D)));
      assertRow(layer, 0, reference.layer(1, "track", doubles(encoded.toFloatArray()), Map.of()));
    }
  }

  @Test
  void textEqualToTheMeanGivesAFiniteUnitVector() {
    Release release = ReferenceHgnn.random(3, TEXT, D, 1, KNOWN);
    try (NDManager manager = NDManager.newBaseManager()) {
      Hgnn model = Hgnn.load(release, manager);
      NDArray text = manager.create(release.weight(HgnnShape.TEXT_MEAN).values()).expandDims(0);
      float norm = model.encode(text, new int[] {0}).norm().getFloat();
      assertThat(norm).isCloseTo(1f, within(1e-5f));
    }
  }

  @Test
  void requestArraysBelongToTheRequestAndAreFreedWithIt() {
    Release release = ReferenceHgnn.random(4, TEXT, D, 1, KNOWN);
    try (NDManager manager = NDManager.newBaseManager()) {
      Hgnn model = Hgnn.load(release, manager);
      int before = manager.getManagedArrays().size();
      for (int request = 0; request < 3; request++) {
        try (NDManager scope = manager.newSubManager()) {
          int[] types = {2, 0, 3};
          NDArray encoded = model.encode(scope.create(vectors(3, TEXT)), types);
          model.layer(1, encoded, types, scope.zeros(new Shape(3, 4L * D)));
        }
        assertThat(manager.getManagedArrays()).hasSize(before);
      }
    }
  }

  @Test
  void gradientsReachEveryWeightThatTheRowsUse() {
    HgnnShape shape = new HgnnShape(TEXT, D, 1, KNOWN.size());
    Release release = ReferenceHgnn.random(5, TEXT, D, 1, KNOWN);
    try (NDManager manager = NDManager.newBaseManager()) {
      Map<String, NDArray> weights = new TreeMap<>();
      shape
          .weights()
          .forEach(
              (name, axes) -> {
                long[] lengths = axes.stream().mapToLong(axis -> axis).toArray();
                NDArray weight = manager.create(release.weight(name).values(), new Shape(lengths));
                weight.setRequiresGradient(true);
                weights.put(name, weight);
              });
      try (GradientCollector collector = Engine.getInstance().newGradientCollector()) {
        Hgnn model = new Hgnn(shape, KNOWN, weights);
        int[] types = {1, 0, 2, 3};
        NDArray encoded = model.encode(manager.create(vectors(4, TEXT)), types);
        NDArray aggregates = manager.create(vectors(4, 4 * D));
        NDArray layer = model.layer(1, encoded, types, aggregates);
        collector.backward(layer.mul(manager.create(vectors(4, D))).sum());
      }
      weights.forEach(
          (name, weight) ->
              assertThat(weight.getGradient().abs().sum().getFloat()).as(name).isPositive());
    }
  }

  @Test
  void typeIndexOutsideTheModelIsRefused() {
    Release release = ReferenceHgnn.random(6, TEXT, D, 1, KNOWN);
    try (NDManager manager = NDManager.newBaseManager()) {
      Hgnn model = Hgnn.load(release, manager);
      NDArray self = manager.create(vectors(1, D));
      NDArray aggregates = manager.zeros(new Shape(1, 4L * D));
      assertThatThrownBy(() -> model.layer(1, self, new int[] {4}, aggregates))
          .hasMessageContaining("type index must be 0 to 3 (4)");
    }
  }

  private List<String> randomTypes(int count) {
    List<String> types = new ArrayList<>();
    for (int row = 0; row < count; row++) {
      types.add(ALL.get(random.nextInt(ALL.size())));
    }
    return types;
  }

  private Map<String, double[]> randomAggregates() {
    Map<String, double[]> aggregates = new TreeMap<>();
    for (String type : ALL) {
      if (random.nextInt(3) > 0) {
        aggregates.put(type, doubles(vectors(1, D)[0]));
      }
    }
    return aggregates;
  }

  private static float[][] dense(Hgnn model, List<Map<String, double[]>> aggregates) {
    float[][] dense = new float[aggregates.size()][model.shape().slots() * D];
    for (int row = 0; row < dense.length; row++) {
      for (Map.Entry<String, double[]> entry : aggregates.get(row).entrySet()) {
        for (int k = 0; k < D; k++) {
          dense[row][model.typeIndex(entry.getKey()) * D + k] += (float) entry.getValue()[k];
        }
      }
    }
    return dense;
  }

  private static int[] indices(Hgnn model, List<String> types) {
    return types.stream().mapToInt(model::typeIndex).toArray();
  }

  private float[][] vectors(int rows, int columns) {
    float[][] vectors = new float[rows][columns];
    for (float[] row : vectors) {
      for (int k = 0; k < columns; k++) {
        row[k] = (float) random.nextGaussian();
      }
    }
    return vectors;
  }

  private static double[] doubles(float[] values) {
    double[] doubles = new double[values.length];
    for (int k = 0; k < values.length; k++) {
      doubles[k] = values[k];
    }
    return doubles;
  }

  private static void assertRow(NDArray rows, int row, double[] expected) {
    float[] actual = rows.get(row).toFloatArray();
    for (int k = 0; k < expected.length; k++) {
      assertThat((double) actual[k]).as("row %d, %d", row, k).isCloseTo(expected[k], within(1e-5));
    }
  }
}
