package io.freshet.server.inference.graph;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.freshet.server.inference.batch.Batch;
import io.freshet.server.inference.batch.Column;
import io.freshet.server.inference.batch.InferenceModel;
import io.freshet.server.inference.batch.RowCheck;
import io.freshet.server.model.ReferenceHgnn;
import io.freshet.server.model.Release;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class HgnnModelsTest {
  private static final int TEXT = 24;
  private static final int D = 8;
  private static final List<String> TYPES = List.of("track", "podcast", "audiobook", "concert");

  private final Random random = new Random(11);
  private final Release release =
      ReferenceHgnn.random(5, TEXT, D, 2, List.of("track", "podcast", "audiobook"));
  private final ReferenceHgnn reference = new ReferenceHgnn(release);
  private final HgnnModels models = HgnnModels.load(release);

  @AfterEach
  void close() {
    models.close();
  }

  @Test
  void encodingEqualsAPlainForwardPassForKnownAndUnseenTypes() {
    Batch inputs = encodeInputs(50);
    Batch answer = encode().infer(inputs);
    assertThat(answer.flags(RowCheck.OK).unset()).isZero();
    for (int row = 0; row < 50; row++) {
      double[] expected = reference.encode(inputs.texts("type").get(row), row(inputs, "x", row));
      assertClose(row(answer, "h", row), expected);
    }
  }

  @Test
  void everyLayerEqualsAPlainForwardPassOverSparseAggregates() {
    for (int layer = 1; layer <= 2; layer++) {
      List<Map<String, double[]>> aggregates = new ArrayList<>();
      Batch inputs = layerInputs(40, aggregates);
      Batch answer = models.models().get(layer).infer(inputs);
      assertThat(answer.flags(RowCheck.OK).unset()).isZero();
      for (int row = 0; row < 40; row++) {
        double[] expected =
            reference.layer(
                layer,
                inputs.texts("type").get(row),
                doubles(row(inputs, "self", row)),
                aggregates.get(row));
        assertClose(row(answer, "h", row), expected);
      }
    }
  }

  @Test
  void oneBadRowOfSixtyFourFailsAloneAndChangesNoOther() {
    Batch inputs = encodeInputs(64);
    Batch healthy = encode().infer(inputs);
    for (float bad : new float[] {Float.NaN, Float.POSITIVE_INFINITY, 0}) {
      float[] values = inputs.vectors("x").values().clone();
      for (int i = 0; i < TEXT; i++) {
        values[17 * TEXT + i] = bad;
      }
      Batch answer =
          encode()
              .infer(
                  new Batch(
                      64,
                      Map.of(
                          "x", new Column.Vectors(TEXT, values), "type", inputs.column("type"))));
      assertThat(answer.flags(RowCheck.OK).unset()).isEqualTo(1);
      for (int row = 0; row < 64; row++) {
        assertThat(answer.flags(RowCheck.OK).values()[row]).isEqualTo(row != 17);
        assertThat(row(answer, "h", row))
            .containsExactly(row == 17 ? new float[D] : row(healthy, "h", row));
      }
    }
  }

  @Test
  void aNotFiniteAggregateFailsItsRowAlone() {
    Batch inputs = layerInputs(20, new ArrayList<>());
    float[] aggregates = inputs.vectors("aggregate").values().clone();
    int[] numbers = inputs.rowNumbers("aggregate_row");
    aggregates[3 * D] = Float.NaN;
    Map<String, Column> columns = new HashMap<>(inputs.columns());
    columns.put("aggregate", new Column.Vectors(D, aggregates));
    boolean[] ok = models.models().get(1).infer(new Batch(20, columns)).flags(RowCheck.OK).values();
    for (int row = 0; row < 20; row++) {
      assertThat(ok[row]).isEqualTo(row != numbers[3]);
    }
  }

  @Test
  void itemsWithoutNeighborsAreAnswered() {
    Batch inputs =
        new Batch(
            2,
            Map.of(
                "self", vectors(2, D),
                "type", new Column.Texts(List.of("track", "concert")),
                "aggregate", new Column.Vectors(D, new float[0]),
                "aggregate_row", new Column.RowNumbers(new int[0]),
                "aggregate_type", new Column.Texts(List.of())));
    Batch answer = models.models().get(1).infer(inputs);
    double[] own = doubles(row(inputs, "self", 1));
    assertClose(row(answer, "h", 1), reference.layer(1, "concert", own, Map.of()));
  }

  @Test
  void nothingStaysOnTheDeviceAfterThousandsOfInferences() {
    Batch encodeInputs = encodeInputs(16);
    Batch layerInputs = layerInputs(16, new ArrayList<>());
    encode().infer(encodeInputs);
    models.models().get(1).infer(layerInputs);
    int before = models.resources();
    for (int i = 0; i < 1_000; i++) {
      encode().infer(encodeInputs);
      models.models().get(1).infer(layerInputs);
    }
    assertThat(models.resources()).isEqualTo(before);
  }

  private InferenceModel encode() {
    return models.models().get(0);
  }

  private Batch encodeInputs(int rows) {
    return new Batch(rows, Map.of("x", vectors(rows, TEXT), "type", types(rows)));
  }

  private Batch layerInputs(int rows, List<Map<String, double[]>> aggregates) {
    List<Float> values = new ArrayList<>();
    List<Integer> numbers = new ArrayList<>();
    List<String> neighborTypes = new ArrayList<>();
    for (int row = 0; row < rows; row++) {
      Map<String, double[]> own = new HashMap<>();
      for (String type : TYPES) {
        if (random.nextBoolean()) {
          float[] aggregate = vectors(1, D).values();
          own.put(type, doubles(aggregate));
          for (float value : aggregate) {
            values.add(value);
          }
          numbers.add(row);
          neighborTypes.add(type);
        }
      }
      aggregates.add(own);
    }
    float[] flat = new float[values.size()];
    for (int i = 0; i < flat.length; i++) {
      flat[i] = values.get(i);
    }
    return new Batch(
        rows,
        Map.of(
            "self", vectors(rows, D),
            "type", types(rows),
            "aggregate", new Column.Vectors(D, flat),
            "aggregate_row",
                new Column.RowNumbers(numbers.stream().mapToInt(Integer::intValue).toArray()),
            "aggregate_type", new Column.Texts(neighborTypes)));
  }

  private Column.Texts types(int rows) {
    List<String> types = new ArrayList<>();
    for (int row = 0; row < rows; row++) {
      types.add(TYPES.get(random.nextInt(TYPES.size())));
    }
    return new Column.Texts(types);
  }

  private Column.Vectors vectors(int rows, int width) {
    float[] values = new float[rows * width];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) random.nextGaussian();
    }
    return new Column.Vectors(width, values);
  }

  private static float[] row(Batch batch, String name, int row) {
    Column.Vectors vectors = batch.vectors(name);
    float[] values = new float[vectors.width()];
    System.arraycopy(vectors.values(), row * vectors.width(), values, 0, values.length);
    return values;
  }

  private static double[] doubles(float[] values) {
    double[] doubles = new double[values.length];
    for (int i = 0; i < values.length; i++) {
      doubles[i] = values[i];
    }
    return doubles;
  }

  private static void assertClose(float[] actual, double[] expected) {
    for (int i = 0; i < expected.length; i++) {
      assertThat((double) actual[i]).isCloseTo(expected[i], within(1e-5));
    }
  }
}
