package io.freshet.server.inference;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.google.protobuf.ByteString;
import io.freshet.schemas.inference.ModelInferRequest;
import io.freshet.schemas.inference.ModelInferRequest.InferInputTensor;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Collections;
import java.util.List;
import java.util.Random;

/** Good requests of the Open Inference Protocol, and ways to spoil them. */
final class OipRequests {
  private static final List<String> DATATYPES =
      List.of("FP32", "INT32", "BYTES", "FP64", "INT64", "BOOL", "fp32", "", "🎧");
  private static final long[] AXES = {
    0, 1, 2, 3, -1, 16, 384, 1L << 31, 1L << 62, Long.MAX_VALUE, Long.MIN_VALUE
  };

  private OipRequests() {}

  static ModelInferRequest texts(String... texts) {
    return request("text-encoder", input("text", "BYTES", texts.length), bytes(List.of(texts)));
  }

  static ModelInferRequest encode(List<String> types, int width, float... values) {
    return request("hgnn-encode", input("x", "FP32", types.size(), width), floats(values))
        .toBuilder()
        .addInputs(input("type", "BYTES", types.size()))
        .addRawInputContents(bytes(types))
        .build();
  }

  /** A layer's request: as many aggregates as row numbers. */
  static ModelInferRequest layer(
      List<String> types, int width, float[] self, float[] aggregates, int... rows) {
    return request("hgnn-layer-1", input("self", "FP32", types.size(), width), floats(self))
        .toBuilder()
        .addInputs(input("type", "BYTES", types.size()))
        .addRawInputContents(bytes(types))
        .addInputs(input("aggregate", "FP32", rows.length, width))
        .addRawInputContents(floats(aggregates))
        .addInputs(input("aggregate_row", "INT32", rows.length))
        .addRawInputContents(ints(rows))
        .addInputs(input("aggregate_type", "BYTES", rows.length))
        .addRawInputContents(bytes(Collections.nCopies(rows.length, "track")))
        .build();
  }

  /** The request with one thing changed at random; it may still be a good one. */
  static ModelInferRequest spoilt(ModelInferRequest good, Random random) {
    ModelInferRequest.Builder request = good.toBuilder();
    int at = random.nextInt(good.getInputsCount());
    InferInputTensor.Builder input = request.getInputsBuilder(at);
    ByteString raw = good.getRawInputContents(at);
    switch (random.nextInt(11)) {
      case 0 -> input.setShape(random.nextInt(input.getShapeCount()), anyAxis(random));
      case 1 -> input.addShape(anyAxis(random));
      case 2 -> input.clearShape();
      case 3 -> input.setDatatype(DATATYPES.get(random.nextInt(DATATYPES.size())));
      case 4 -> input.setName(random.nextBoolean() ? "" : good.getInputs(0).getName());
      case 5 -> request.setRawInputContents(at, raw.substring(0, random.nextInt(raw.size() + 1)));
      case 6 -> request.setRawInputContents(at, raw.concat(noise(random, 1 + random.nextInt(9))));
      case 7 -> request.setRawInputContents(at, noise(random, raw.size()));
      case 8 -> request.clearRawInputContents();
      case 9 -> request.removeInputs(at);
      default -> request.addInputs(good.getInputs(at)).addRawInputContents(raw);
    }
    return request.build();
  }

  private static long anyAxis(Random random) {
    return AXES[random.nextInt(AXES.length)];
  }

  private static ByteString noise(Random random, int size) {
    byte[] bytes = new byte[size];
    random.nextBytes(bytes);
    return ByteString.copyFrom(bytes);
  }

  private static ModelInferRequest request(String model, InferInputTensor input, ByteString raw) {
    return ModelInferRequest.newBuilder()
        .setModelName(model)
        .addInputs(input)
        .addRawInputContents(raw)
        .build();
  }

  private static InferInputTensor input(String name, String datatype, long... shape) {
    InferInputTensor.Builder input =
        InferInputTensor.newBuilder().setName(name).setDatatype(datatype);
    for (long axis : shape) {
      input.addShape(axis);
    }
    return input.build();
  }

  private static ByteString bytes(List<String> texts) {
    ByteString all = ByteString.EMPTY;
    for (String text : texts) {
      byte[] utf8 = text.getBytes(UTF_8);
      all = all.concat(ints(utf8.length)).concat(ByteString.copyFrom(utf8));
    }
    return all;
  }

  private static ByteString floats(float... values) {
    ByteBuffer raw = littleEndian(values.length);
    raw.asFloatBuffer().put(values);
    return ByteString.copyFrom(raw);
  }

  private static ByteString ints(int... values) {
    ByteBuffer raw = littleEndian(values.length);
    raw.asIntBuffer().put(values);
    return ByteString.copyFrom(raw);
  }

  private static ByteBuffer littleEndian(int count) {
    return ByteBuffer.allocate(count * 4).order(ByteOrder.LITTLE_ENDIAN);
  }
}
