package io.freshet.server.inference;

import com.google.common.primitives.Floats;
import com.google.common.primitives.Ints;
import com.google.protobuf.ByteString;
import io.freshet.schemas.inference.InferTensorContents;
import io.freshet.schemas.inference.ModelInferRequest;
import io.freshet.schemas.inference.ModelInferRequest.InferInputTensor;
import io.freshet.schemas.inference.ModelInferResponse;
import io.freshet.schemas.inference.ModelInferResponse.InferOutputTensor;
import io.freshet.server.inference.batch.Batch;
import io.freshet.server.inference.batch.Column;
import io.freshet.server.inference.batch.TensorSpec;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Requests and answers as gRPC messages. Inputs may be raw or typed; outputs are raw. */
final class GrpcTensors {
  private GrpcTensors() {}

  static Map<String, Column> inputs(ModelInferRequest request) {
    int raw = request.getRawInputContentsCount();
    if (raw != 0 && raw != request.getInputsCount()) {
      throw RawTensors.invalid(
          "*", "%d inputs need as many raw contents".formatted(request.getInputsCount()), "" + raw);
    }
    Map<String, Column> columns = new LinkedHashMap<>();
    for (int i = 0; i < request.getInputsCount(); i++) {
      InferInputTensor input = request.getInputs(i);
      Column column =
          raw == 0
              ? typed(input)
              : RawTensors.decode(
                  input.getName(),
                  input.getDatatype(),
                  input.getShapeList(),
                  request.getRawInputContents(i));
      if (columns.put(input.getName(), column) != null) {
        throw RawTensors.invalid(input.getName(), "it is given twice", "" + i);
      }
    }
    return columns;
  }

  static ModelInferResponse response(String id, InferenceService.Answer answer) {
    ModelInferResponse.Builder response =
        ModelInferResponse.newBuilder()
            .setId(id)
            .setModelName(answer.model().name())
            .setModelVersion(answer.model().version());
    Batch outputs = answer.outputs();
    for (TensorSpec spec : answer.model().signature().outputs()) {
      response
          .addOutputs(
              InferOutputTensor.newBuilder()
                  .setName(spec.name())
                  .setDatatype(spec.datatype().name())
                  .addAllShape(spec.shape(outputs.rows())))
          .addRawOutputContents(RawTensors.encode(outputs.column(spec.name())));
    }
    return response.build();
  }

  private static Column typed(InferInputTensor input) {
    InferTensorContents contents = input.getContents();
    String name = input.getName();
    int width = RawTensors.width(name, input.getShapeList());
    Column column =
        switch (input.getDatatype()) {
          case "FP32" -> vectors(name, width, contents.getFp32ContentsList());
          case "INT32" -> new Column.RowNumbers(Ints.toArray(contents.getIntContentsList()));
          case "BYTES" ->
              new Column.Texts(
                  contents.getBytesContentsList().stream().map(ByteString::toStringUtf8).toList());
          default ->
              throw RawTensors.invalid(
                  name, "datatype must be FP32, INT32 or BYTES", input.getDatatype());
        };
    if (column.count() != input.getShape(0) || column.width() != width) {
      throw RawTensors.invalid(
          name,
          "shape %s asks for other contents".formatted(input.getShapeList()),
          "" + column.count());
    }
    return column;
  }

  private static Column vectors(String name, int width, List<Float> values) {
    if (width == 0 || values.size() % width != 0) {
      throw RawTensors.invalid(
          name, "contents do not fit the width %d".formatted(width), "" + values.size());
    }
    return new Column.Vectors(width, Floats.toArray(values));
  }
}
