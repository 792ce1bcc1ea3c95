package io.freshet.server.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

final class TowersTest {
  private static final List<String> TYPES = List.of("podcast", "track");
  private static final HgnnShape NETWORK = new HgnnShape(8, 5, 2, 2);
  private static final TowerSpec SPEC =
      new TowerSpec(7, 4, List.of("en", "sv"), List.of("country=SE", "age=20", "age=30"));
  private static final int ROWS = 30;

  private final Random random = new Random(3);
  private final Release release = ReferenceTowers.random(1, NETWORK, TYPES, SPEC);
  private final ReferenceTowers reference = new ReferenceTowers(release);

  @Test
  void itemsEqualThePlainFormulaForKnownAndUnseenTypesAndLanguages() {
    List<String> types = List.of("track", "concert", "podcast");
    List<String> languages = List.of("sv", "en", "fi", "");
    try (NDManager manager = NDManager.newBaseManager()) {
      Hgnn network = Hgnn.load(release, manager);
      Towers towers = Towers.load(release, manager);
      float[][] z = rows(NETWORK.embeddingDimensions());
      float[][] f = rows(PopularityFeatures.COUNT);
      int[] typeIndices = new int[ROWS];
      int[] languageIndices = new int[ROWS];
      for (int row = 0; row < ROWS; row++) {
        typeIndices[row] = network.typeIndex(types.get(row % 3));
        int language = SPEC.languages().indexOf(languages.get(row % 4));
        languageIndices[row] = language < 0 ? SPEC.languages().size() : language;
      }
      Towers.ItemVectors items =
          towers.items(manager.create(z), manager.create(f), typeIndices, languageIndices);
      for (int row = 0; row < ROWS; row++) {
        double[] expected =
            reference.item(doubles(z[row]), f[row], types.get(row % 3), languages.get(row % 4));
        assertRow(items.vectors(), row, expected);
        assertRow(items.biases(), row, reference.bias(f[row]));
      }
    }
  }

  @Test
  void queriesEqualThePlainFormulaWithTypesWeakSignalsAndAttributes() {
    try (NDManager manager = NDManager.newBaseManager()) {
      Towers towers = Towers.load(release, manager);
      int width = NETWORK.embeddingDimensions();
      float[][] pooled = rows(towers.shape().slots() * width);
      float[][] attributes = new float[ROWS][SPEC.attributes().size()];
      for (int row = 0; row < ROWS; row++) {
        attributes[row][row % 3] = 1;
        attributes[row][0] = row % 2;
      }
      NDArray queries = towers.queries(manager.create(pooled), manager.create(attributes));
      for (int row = 0; row < ROWS; row++) {
        Map<String, double[]> byType = new HashMap<>();
        byType.put("podcast", slot(pooled[row], 0, width));
        byType.put("track", slot(pooled[row], 1, width));
        byType.put("concert", slot(pooled[row], towers.shape().otherSlot(), width));
        double[] weak = slot(pooled[row], towers.shape().weakSlot(), width);
        assertRow(queries, row, reference.query(byType, weak, named(attributes[row])));
      }
    }
  }

  @Test
  void innerProductOfIndexedVectorsIsTheScoreOverTheScale() {
    try (NDManager manager = NDManager.newBaseManager()) {
      Towers towers = Towers.load(release, manager);
      NDArray z = manager.create(rows(NETWORK.embeddingDimensions()));
      NDArray f = manager.create(rows(PopularityFeatures.COUNT));
      Towers.ItemVectors items = towers.items(z, f, new int[ROWS], new int[ROWS]);
      NDArray pooled = manager.create(rows(towers.shape().slots() * NETWORK.embeddingDimensions()));
      NDArray queries =
          towers.queries(pooled, manager.zeros(new Shape(ROWS, SPEC.attributes().size())));
      float[] scores =
          queries
              .matMul(items.vectors().transpose())
              .mul(towers.scale())
              .add(items.biases().transpose())
              .toFloatArray();
      NDArray products = towers.indexed(queries).matMul(towers.indexed(items).transpose());
      float[] ranked = products.toFloatArray();
      for (int k = 0; k < scores.length; k++) {
        double expected = ranked[k] * reference.scale();
        assertThat((double) scores[k]).isCloseTo(expected, within(1e-5));
      }
    }
  }

  @Test
  void towersWithoutTypesLanguagesAndAttributesUseTheSharedPart() {
    HgnnShape network = new HgnnShape(8, 5, 0, 0);
    TowerSpec spec = new TowerSpec(7, 4, List.of(), List.of());
    Release plain = ReferenceTowers.random(2, network, List.of(), spec);
    try (NDManager manager = NDManager.newBaseManager()) {
      Towers towers = Towers.load(plain, manager);
      float[][] z = rows(5);
      float[][] f = rows(PopularityFeatures.COUNT);
      Towers.ItemVectors items =
          towers.items(manager.create(z), manager.create(f), new int[ROWS], new int[ROWS]);
      assertRow(
          items.vectors(), 0, new ReferenceTowers(plain).item(doubles(z[0]), f[0], "track", "en"));
      float[][] pooled = rows(2 * 5);
      NDArray queries = towers.queries(manager.create(pooled), manager.create(new Shape(ROWS, 0)));
      Map<String, double[]> byType = Map.of("track", slot(pooled[0], 0, 5));
      double[] weak = slot(pooled[0], 1, 5);
      assertRow(queries, 0, new ReferenceTowers(plain).query(byType, weak, List.of()));
    }
  }

  @Test
  void requestArraysBelongToTheRequestAndAreFreedWithIt() {
    try (NDManager manager = NDManager.newBaseManager()) {
      Towers towers = Towers.load(release, manager);
      int before = manager.getManagedArrays().size();
      for (int request = 0; request < 3; request++) {
        try (NDManager scope = manager.newSubManager()) {
          NDArray z = scope.create(rows(NETWORK.embeddingDimensions()));
          NDArray f = scope.create(rows(PopularityFeatures.COUNT));
          towers.items(z, f, new int[ROWS], new int[ROWS]);
          NDArray pooled =
              scope.create(rows(towers.shape().slots() * NETWORK.embeddingDimensions()));
          towers.indexed(towers.queries(pooled, scope.zeros(new Shape(ROWS, 3))));
        }
        assertThat(manager.getManagedArrays()).hasSize(before);
      }
    }
  }

  private static List<String> named(float[] attributes) {
    List<String> names = new ArrayList<>();
    for (int k = 0; k < attributes.length; k++) {
      if (attributes[k] > 0) {
        names.add(SPEC.attributes().get(k));
      }
    }
    return names;
  }

  private static double[] slot(float[] pooled, int slot, int width) {
    double[] part = new double[width];
    for (int k = 0; k < width; k++) {
      part[k] = pooled[slot * width + k];
    }
    return part;
  }

  private float[][] rows(int columns) {
    float[][] rows = new float[ROWS][columns];
    for (float[] row : rows) {
      for (int k = 0; k < columns; k++) {
        row[k] = (float) random.nextGaussian();
      }
    }
    return rows;
  }

  private static double[] doubles(float[] values) {
    return slot(values, 0, values.length);
  }

  private static void assertRow(NDArray rows, int row, double... expected) {
    float[] actual = rows.get(row).toFloatArray();
    assertThat(actual).hasSize(expected.length);
    for (int k = 0; k < expected.length; k++) {
      assertThat((double) actual[k]).as("row %d, %d", row, k).isCloseTo(expected[k], within(1e-5));
    }
  }
}
