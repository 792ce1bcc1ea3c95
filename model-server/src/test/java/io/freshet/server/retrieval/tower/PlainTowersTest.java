package io.freshet.server.retrieval.tower;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import io.freshet.server.model.HgnnShape;
import io.freshet.server.model.PopularityFeatures;
import io.freshet.server.model.ReferenceTowers;
import io.freshet.server.model.Release;
import io.freshet.server.model.TowerSpec;
import io.freshet.server.model.Towers;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

final class PlainTowersTest {
  private static final HgnnShape NETWORK = new HgnnShape(8, 21, 2, 2);
  private static final TowerSpec SPEC =
      new TowerSpec(37, 19, List.of("en", "sv"), List.of("country=SE", "age=25-34", "plan=free"));
  private static final int ROWS = 50;

  private final Random random = new Random(5);
  private final Release release =
      ReferenceTowers.random(4, NETWORK, List.of("podcast", "track"), SPEC);
  private final PlainTowers plain = new PlainTowers(release);

  @Test
  void itemVectorsAreThoseOfTheTrainedTowers() {
    try (NDManager manager = NDManager.newBaseManager()) {
      Towers towers = Towers.load(release, manager);
      float[][] z = rows(NETWORK.embeddingDimensions());
      float[][] f = rows(PopularityFeatures.COUNT);
      int[] types = new int[ROWS];
      int[] languages = new int[ROWS];
      for (int row = 0; row < ROWS; row++) {
        types[row] = row % 3;
        languages[row] = row / 3 % 3;
      }
      float[] expected =
          towers
              .indexed(towers.items(manager.create(z), manager.create(f), types, languages))
              .toFloatArray();
      for (int row = 0; row < ROWS; row++) {
        assertRow(plain.item(z[row], f[row], types[row], languages[row]), expected, row);
      }
    }
  }

  @Test
  void queriesAreThoseOfTheTrainedTowersWithFullAndEmptySlotsAndAttributes() {
    try (NDManager manager = NDManager.newBaseManager()) {
      Towers towers = Towers.load(release, manager);
      int width = NETWORK.embeddingDimensions();
      float[][] pooled = new float[ROWS][towers.shape().slots() * width];
      float[][] attributes = new float[ROWS][SPEC.attributes().size()];
      List<List<String>> known = new ArrayList<>();
      for (float[] row : attributes) {
        List<String> ofRow = new ArrayList<>(List.of("plan=unheard-of"));
        for (int k = 0; k < row.length; k++) {
          row[k] = random.nextInt(2);
          if (row[k] > 0) {
            ofRow.add(0, SPEC.attributes().get(k));
          }
        }
        known.add(ofRow);
      }
      List<List<float[]>> slots = new ArrayList<>();
      for (float[] row : pooled) {
        List<float[]> ofRow = new ArrayList<>();
        for (int slot = 0; slot < towers.shape().slots(); slot++) {
          float[] values = random.nextInt(3) == 0 ? new float[0] : row(width);
          System.arraycopy(values, 0, row, slot * width, values.length);
          ofRow.add(values);
        }
        slots.add(ofRow);
      }
      NDArray ones = manager.create(attributes);
      float[] expected =
          towers.indexed(towers.queries(manager.create(pooled), ones)).toFloatArray();
      for (int row = 0; row < ROWS; row++) {
        assertRow(plain.query(slots.get(row), known.get(row)), expected, row);
      }
      assertThat(plain.scale()).isCloseTo(towers.scale().getFloat(), within(1e-5f));
    }
  }

  @Test
  void whatWasNeverTrainedHasAnIndexOfItsOwn() {
    assertThat(plain.typeIndex("track")).isEqualTo(1);
    assertThat(plain.typeIndex("concert")).isEqualTo(2);
    assertThat(plain.languageIndex("sv")).isEqualTo(1);
    assertThat(plain.languageIndex("")).isEqualTo(2);
  }

  private static void assertRow(float[] row, float[] all, int number) {
    for (int k = 0; k < row.length; k++) {
      assertThat(row[k]).isCloseTo(all[number * row.length + k], within(1e-5f));
    }
  }

  private float[][] rows(int width) {
    float[][] rows = new float[ROWS][];
    for (int row = 0; row < ROWS; row++) {
      rows[row] = row(width);
    }
    return rows;
  }

  private float[] row(int width) {
    float[] row = new float[width];
    for (int k = 0; k < width; k++) {
      row[k] = (float) random.nextGaussian();
    }
    return row;
  }
}
