package io.freshet.server.model;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class SafetensorsTest {
  @Test
  void tensorsSurviveARoundTrip() throws InvalidReleaseException {
    Map<String, Tensor> tensors =
        Map.of(
            "b", new Tensor(List.of(2, 3), new float[] {1, -2, 3, 4, 5.5f, Float.MIN_VALUE}),
            "a", new Tensor(List.of(1), new float[] {Float.MAX_VALUE}),
            "empty", new Tensor(List.of(0, 4), new float[0]));
    Map<String, Tensor> read = Safetensors.read(Safetensors.write(tensors));
    assertThat(read).containsOnlyKeys("a", "b", "empty");
    read.forEach(
        (name, tensor) -> {
          assertThat(tensor.shape()).isEqualTo(requireNonNull(tensors.get(name)).shape());
          assertThat(tensor.values()).isEqualTo(requireNonNull(tensors.get(name)).values());
        });
  }

  @Test
  void fileOfTheOrdinaryLibraryIsRead() throws InvalidReleaseException {
    byte[] bytes =
        file(
            "{\"__metadata__\":{\"format\":\"pt\"},\"x\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[0,8]}}",
            1f,
            2f);
    assertThat(requireNonNull(Safetensors.read(bytes).get("x")).values()).containsExactly(1f, 2f);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "[]",
        "{",
        "{\"x\":{\"dtype\":\"F16\",\"shape\":[2],\"data_offsets\":[0,8]}}",
        "{\"x\":{\"dtype\":\"F32\",\"shape\":[3],\"data_offsets\":[0,8]}}",
        "{\"x\":{\"dtype\":\"F32\",\"shape\":[-2],\"data_offsets\":[0,8]}}",
        "{\"x\":{\"dtype\":\"F32\",\"shape\":[65536,65536,65536],\"data_offsets\":[0,8]}}",
        "{\"x\":{\"dtype\":\"F32\",\"shape\":2,\"data_offsets\":[0,8]}}",
        "{\"x\":{\"dtype\":\"F32\",\"shape\":[3],\"data_offsets\":[0,12]}}",
        "{\"x\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[8,0]}}",
        "{\"x\":{\"dtype\":\"F32\",\"shape\":[2]}}",
        "{\"x\":3}",
        "{\"x\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[0,4]}}",
        "{\"x\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[4,8]}}",
        "{\"x\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[0,8]},\"y\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[4,8]}}",
        "{\"x\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[0,8]},\"x\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[0,8]}}"
      })
  void malformedHeaderIsRefused(String header) {
    assertThatThrownBy(() -> Safetensors.read(file(header, 1f, 2f)))
        .isInstanceOf(InvalidReleaseException.class)
        .hasMessageStartingWith("Cannot read safetensors: ");
  }

  @Test
  void headerLengthThatLiesIsRefused() {
    byte[] bytes = Safetensors.write(Map.of("x", new Tensor(List.of(1), new float[] {1})));
    for (long length : new long[] {-1, 0, bytes.length, Long.MAX_VALUE}) {
      ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).putLong(length);
      assertThatThrownBy(() -> Safetensors.read(bytes)).hasMessageContaining("header does not fit");
    }
    assertThatThrownBy(() -> Safetensors.read(new byte[3])).hasMessageContaining("file size");
  }

  @Test
  void randomCorruptionIsRefusedOrReadButNeverCrashes() {
    Random random = new Random(11);
    byte[] good = Safetensors.write(Map.of("x", new Tensor(List.of(3), new float[] {1, 2, 3})));
    for (int round = 0; round < 5_000; round++) {
      byte[] bytes = good.clone();
      for (int flips = 1 + random.nextInt(3); flips > 0; flips--) {
        bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
      }
      try {
        assertThat(Safetensors.read(bytes)).isNotNull();
      } catch (InvalidReleaseException e) {
        assertThat(e).hasMessageStartingWith("Cannot read safetensors: ");
      }
    }
  }

  private static byte[] file(String header, float... values) {
    byte[] json = header.getBytes(StandardCharsets.UTF_8);
    ByteBuffer bytes =
        ByteBuffer.allocate(Long.BYTES + json.length + values.length * Float.BYTES)
            .order(ByteOrder.LITTLE_ENDIAN);
    bytes.putLong(json.length).put(json);
    for (float value : values) {
      bytes.putFloat(value);
    }
    return bytes.array();
  }
}
