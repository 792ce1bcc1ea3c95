package io.freshet.jobs.inference;

import com.google.protobuf.ByteString;
import io.freshet.schemas.inference.ModelInferResponse;
import io.freshet.schemas.inference.ModelInferResponse.InferOutputTensor;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads the vectors of an answer and refuses them one by one. A vector counts as failed when its
 * flag in the output {@code ok} is 0, when it is zero, or when any value is not finite. A server
 * without the output {@code ok} (a foreign one) is judged by its values alone. An answer whose
 * shape is not what was asked for says that client and server disagree on the model: it fails as a
 * whole.
 */
final class VectorAnswer {
  private static final float[] FAILED = {};
  private static final String OK = "ok";

  private final ModelInferResponse response;

  VectorAnswer(ModelInferResponse response) {
    this.response = response;
  }

  /**
   * One vector per row, empty where it failed.
   *
   * @throws InferenceException if the output is missing or of another shape
   */
  List<float[]> vectors(String output, int rows, int dimensions) {
    @Nullable ByteString values = raw(output, "FP32", List.of((long) rows, (long) dimensions));
    if (values == null) {
      throw unusable("output %s is missing".formatted(output));
    }
    checkSize(output, values, rows * dimensions * Float.BYTES);
    @Nullable ByteString ok = raw(OK, "BOOL", List.of((long) rows));
    if (ok != null) {
      checkSize(OK, ok, rows);
    }
    List<float[]> answer = new ArrayList<>(rows);
    List<float[]> matrix = RawTensors.toFloats(values, rows, dimensions);
    for (int row = 0; row < rows; row++) {
      boolean usable = (ok == null || ok.byteAt(row) != 0) && isUsable(matrix.get(row));
      answer.add(usable ? matrix.get(row) : FAILED);
    }
    return answer;
  }

  private @Nullable ByteString raw(String name, String datatype, List<Long> shape) {
    for (int i = 0; i < response.getOutputsCount(); i++) {
      InferOutputTensor tensor = response.getOutputs(i);
      if (tensor.getName().equals(name)) {
        checkShape(tensor, datatype, shape);
        return i < response.getRawOutputContentsCount() ? response.getRawOutputContents(i) : null;
      }
    }
    return null;
  }

  private void checkShape(InferOutputTensor tensor, String datatype, List<Long> shape) {
    if (!tensor.getDatatype().equals(datatype) || !tensor.getShapeList().equals(shape)) {
      throw unusable(
          "output %s must be %s %s (%s %s)"
              .formatted(
                  tensor.getName(), datatype, shape, tensor.getDatatype(), tensor.getShapeList()));
    }
  }

  private void checkSize(String name, ByteString raw, int bytes) {
    if (raw.size() != bytes) {
      throw unusable("output %s must have %d bytes (%d)".formatted(name, bytes, raw.size()));
    }
  }

  private InferenceException unusable(String why) {
    return new InferenceException(
        "Cannot use the answer of model %s: %s".formatted(response.getModelName(), why), null);
  }

  private static boolean isUsable(float[] vector) {
    boolean zero = true;
    for (float value : vector) {
      if (!Float.isFinite(value)) {
        return false;
      }
      zero &= value == 0;
    }
    return !zero;
  }
}
