package io.freshet.server.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

final class PygWeightsTest {
  private static final int D = 3;
  private static final int TEXT = 5;
  private static final List<String> TYPES = List.of("track", "podcast");

  private final Random random = new Random(8);
  private final Map<String, float[]> values = new LinkedHashMap<>();
  private final Map<String, String> shapes = new LinkedHashMap<>();

  PygWeightsTest() {
    put("lin_in.weight", D, TEXT);
    put("type_emb.weight", 2, D);
    put("text_mean", TEXT);
    for (int layer = 0; layer < 2; layer++) {
      for (String from : TYPES) {
        for (String to : TYPES) {
          put(name(layer, from, to, "lin_l.weight"), D, D);
          put(name(layer, from, to, "lin_r.weight"), D, D);
          put(name(layer, from, to, "lin_l.bias"), D);
        }
      }
      // A release has one bias, so those of the relations into a type add up to the same.
      for (String from : TYPES) {
        float[] bias = values(name(layer, from, "track", "lin_l.bias"));
        values.put(name(layer, from, "podcast", "lin_l.bias"), bias);
      }
    }
  }

  @Test
  void importedNetworkComputesWhatTheForeignOneDoes() throws IOException {
    Release release = release();
    float[] text = {0.3f, -0.2f, 0.9f, 0.1f, -0.5f};
    float[] self = {0.6f, 0.8f, 0};
    float[] tracks = {0.1f, 0.2f, 0.3f};
    float[] podcasts = {-0.4f, 0.1f, 0.5f};
    try (NDManager manager = NDManager.newBaseManager()) {
      Hgnn model = Hgnn.load(release, manager);
      for (int type = 0; type < 2; type++) {
        NDArray encoded = model.encode(manager.create(new float[][] {text}), new int[] {type});
        assertRow(encoded, foreignEncode(text, type));
        for (int layer = 1; layer <= 2; layer++) {
          float[] aggregates = new float[3 * D];
          System.arraycopy(tracks, 0, aggregates, 0, D);
          System.arraycopy(podcasts, 0, aggregates, D, D);
          NDArray h =
              model.layer(
                  layer,
                  manager.create(new float[][] {self}),
                  new int[] {type},
                  manager.create(new float[][] {aggregates}));
          assertRow(h, foreignLayer(layer - 1, type, self, List.of(tracks, podcasts)));
        }
      }
    }
  }

  @Test
  void missingRelationIsRefused() {
    values.remove(name(1, "podcast", "track", "lin_l.weight"));
    assertThatThrownBy(this::release)
        .hasMessageContaining("layer 2 has no relation from podcast to track");
  }

  @Test
  void biasesThatDifferBetweenTypesAreRefused() {
    values.put(name(0, "track", "podcast", "lin_l.bias"), new float[] {9, 9, 9});
    assertThatThrownBy(this::release).hasMessageContaining("biases of layer 1 differ");
  }

  private Release release() throws IOException {
    Provenance provenance = new Provenance("", "", "", "", Map.of(), Map.of());
    return PygWeights.release("imported", "encoder", TYPES, Safetensors.read(file()), provenance);
  }

  /** unit(leaky ReLU(lin_in(unit(text - mean)) + type_emb[type])). */
  private double[] foreignEncode(float[] text, int type) {
    double[] centred = new double[TEXT];
    for (int k = 0; k < TEXT; k++) {
      centred[k] = text[k] - values("text_mean")[k];
    }
    double[] sum = new double[D];
    addLinear(sum, "lin_in.weight", unit(centred));
    for (int k = 0; k < D; k++) {
      sum[k] += values("type_emb.weight")[type * D + k];
    }
    return activated(sum);
  }

  /** HeteroConv with aggr='sum': every relation into the type adds lin_l(mean) + lin_r(self). */
  private double[] foreignLayer(int layer, int type, float[] self, List<float[]> means) {
    double[] sum = new double[D];
    for (int from = 0; from < 2; from++) {
      String prefix = TYPES.get(from);
      addLinear(
          sum, name(layer, prefix, TYPES.get(type), "lin_l.weight"), doubles(means.get(from)));
      addLinear(sum, name(layer, prefix, TYPES.get(type), "lin_r.weight"), doubles(self));
      for (int k = 0; k < D; k++) {
        sum[k] += values(name(layer, prefix, TYPES.get(type), "lin_l.bias"))[k];
      }
    }
    return activated(sum);
  }

  private void addLinear(double[] sum, String name, double[] input) {
    for (int row = 0; row < sum.length; row++) {
      for (int column = 0; column < input.length; column++) {
        sum[row] += values(name)[row * input.length + column] * input[column];
      }
    }
  }

  private static double[] activated(double[] sum) {
    double[] result = sum.clone();
    for (int k = 0; k < result.length; k++) {
      result[k] = result[k] < 0 ? 0.1 * result[k] : result[k];
    }
    return unit(result);
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

  private static double[] doubles(float[] values) {
    double[] doubles = new double[values.length];
    for (int k = 0; k < values.length; k++) {
      doubles[k] = values[k];
    }
    return doubles;
  }

  private static void assertRow(NDArray rows, double[] expected) {
    float[] actual = rows.toFloatArray();
    assertThat(actual).hasSize(expected.length);
    for (int k = 0; k < expected.length; k++) {
      assertThat((double) actual[k]).isCloseTo(expected[k], within(1e-5));
    }
  }

  /** The file as another writer makes it: in its own order, with metadata, unpadded. */
  private byte[] file() throws IOException {
    ByteArrayOutputStream data = new ByteArrayOutputStream();
    List<String> entries = new ArrayList<>(List.of("\"__metadata__\":{\"format\":\"pt\"}"));
    for (Map.Entry<String, float[]> weight : values.entrySet()) {
      int begin = data.size();
      ByteBuffer bytes =
          ByteBuffer.allocate(weight.getValue().length * 4).order(ByteOrder.LITTLE_ENDIAN);
      for (float value : weight.getValue()) {
        bytes.putFloat(value);
      }
      data.write(bytes.array());
      entries.add(
          "\"%s\":{\"dtype\":\"F32\",\"shape\":%s,\"data_offsets\":[%d,%d]}"
              .formatted(weight.getKey(), shapes.get(weight.getKey()), begin, data.size()));
    }
    byte[] header = ("{" + String.join(",", entries) + "}").getBytes(StandardCharsets.UTF_8);
    ByteArrayOutputStream file = new ByteArrayOutputStream();
    file.write(
        ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN).putLong(header.length).array());
    file.write(header);
    file.write(data.toByteArray());
    return file.toByteArray();
  }

  private static String name(int layer, String from, String to, String weight) {
    return "convs.%d.convs.<%s___near___%s>.%s".formatted(layer, from, to, weight);
  }

  private float[] values(String name) {
    return values.getOrDefault(name, new float[0]);
  }

  private void put(String name, int... shape) {
    int size = 1;
    List<Integer> axes = new ArrayList<>();
    for (int axis : shape) {
      size *= axis;
      axes.add(axis);
    }
    float[] filled = new float[size];
    for (int k = 0; k < size; k++) {
      filled[k] = (float) random.nextGaussian();
    }
    values.put(name, filled);
    shapes.put(name, axes.toString());
  }
}
