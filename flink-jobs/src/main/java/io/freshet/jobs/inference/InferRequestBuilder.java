package io.freshet.jobs.inference;

import com.google.protobuf.ByteString;
import io.freshet.schemas.inference.ModelInferRequest;
import io.freshet.schemas.inference.ModelInferRequest.InferInputTensor;
import java.util.List;

/** One request of the Open Inference Protocol, input by input. */
final class InferRequestBuilder {
  private final ModelInferRequest.Builder request = ModelInferRequest.newBuilder();

  /**
   * @param model name of the model
   * @param version its version; empty asks for the one the server prefers
   */
  InferRequestBuilder(String model, String version) {
    request.setModelName(model).setModelVersion(version);
  }

  InferRequestBuilder floats(String name, List<float[]> rows, int columns) {
    InferInputTensor.Builder tensor = tensor(name, "FP32", rows.size()).addShape(columns);
    return add(tensor, RawTensors.ofFloats(rows, columns));
  }

  InferRequestBuilder ints(String name, List<Integer> values) {
    return add(tensor(name, "INT32", values.size()), RawTensors.ofInts(values));
  }

  InferRequestBuilder strings(String name, List<String> values) {
    return add(tensor(name, "BYTES", values.size()), RawTensors.ofStrings(values));
  }

  ModelInferRequest build() {
    return request.build();
  }

  private InferRequestBuilder add(InferInputTensor.Builder tensor, ByteString raw) {
    request.addInputs(tensor).addRawInputContents(raw);
    return this;
  }

  private static InferInputTensor.Builder tensor(String name, String datatype, int rows) {
    return InferInputTensor.newBuilder().setName(name).setDatatype(datatype).addShape(rows);
  }
}
