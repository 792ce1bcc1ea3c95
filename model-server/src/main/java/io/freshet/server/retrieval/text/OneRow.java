package io.freshet.server.retrieval.text;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.google.protobuf.ByteString;
import io.freshet.schemas.inference.ModelInferRequest;
import io.freshet.schemas.inference.ModelInferRequest.InferInputTensor;
import io.freshet.schemas.inference.ModelInferResponse;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;

/** A request of one row in raw tensors, input by input, and the vector that answers it. */
final class OneRow {
  private final ModelInferRequest.Builder request = ModelInferRequest.newBuilder();

  OneRow(String model, String version) {
    request.setModelName(model).setModelVersion(version);
  }

  OneRow text(String name, String value) {
    byte[] bytes = value.getBytes(UTF_8);
    ByteBuffer raw = buffer(Integer.BYTES + bytes.length).putInt(bytes.length).put(bytes);
    return add(name, "BYTES", raw, 1L);
  }

  OneRow floats(String name, float[] row) {
    ByteBuffer raw = buffer(row.length * Float.BYTES);
    raw.asFloatBuffer().put(row);
    raw.position(raw.capacity());
    return add(name, "FP32", raw, 1L, (long) row.length);
  }

  /** The row has no neighbors. */
  OneRow noAggregates(int width) {
    ByteBuffer nothing = buffer(0);
    return add("aggregate", "FP32", nothing, 0L, (long) width)
        .add("aggregate_row", "INT32", nothing, 0L)
        .add("aggregate_type", "BYTES", nothing, 0L);
  }

  ModelInferRequest build() {
    return request.build();
  }

  /** The row of the output. */
  static float[] vector(ModelInferResponse response, String output) {
    for (int i = 0; i < response.getOutputsCount(); i++) {
      List<Long> shape = response.getOutputs(i).getShapeList();
      if (response.getOutputs(i).getName().equals(output)
          && i < response.getRawOutputContentsCount()
          && shape.size() == 2
          && shape.get(0) == 1
          && shape.get(1) > 0
          && response.getRawOutputContents(i).size() == shape.get(1) * Float.BYTES) {
        return finite(response, floats(response.getRawOutputContents(i)));
      }
    }
    throw unusable(response, "it has no vector %s".formatted(output));
  }

  private static float[] finite(ModelInferResponse response, float[] vector) {
    for (float value : vector) {
      if (!Float.isFinite(value)) {
        throw unusable(response, "it is not finite");
      }
    }
    return vector;
  }

  private static TextVectorException unusable(ModelInferResponse response, String why) {
    return new TextVectorException(
        "Cannot search by text: the answer of model %s cannot be used: %s"
            .formatted(response.getModelName(), why));
  }

  private static float[] floats(ByteString raw) {
    float[] floats = new float[raw.size() / Float.BYTES];
    raw.asReadOnlyByteBuffer().order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer().get(floats);
    return floats;
  }

  private OneRow add(String name, String datatype, ByteBuffer raw, Long... shape) {
    request
        .addInputs(
            InferInputTensor.newBuilder()
                .setName(name)
                .setDatatype(datatype)
                .addAllShape(List.of(shape)))
        .addRawInputContents(ByteString.copyFrom(raw.flip()));
    return this;
  }

  private static ByteBuffer buffer(int bytes) {
    return ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
  }
}
