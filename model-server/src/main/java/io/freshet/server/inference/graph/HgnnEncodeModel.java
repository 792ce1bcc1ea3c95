package io.freshet.server.inference.graph;

import ai.djl.ndarray.types.Shape;
import io.freshet.server.inference.batch.Batch;
import io.freshet.server.inference.batch.Column;
import io.freshet.server.inference.batch.InferenceModel;
import io.freshet.server.inference.batch.RowCheck;
import io.freshet.server.inference.batch.Signature;
import io.freshet.server.inference.batch.TensorSpec;
import java.util.List;
import java.util.Map;

/** Layer 0: "x", the raw text vectors, and "type" in; "h" and "ok" out. */
final class HgnnEncodeModel implements InferenceModel {
  static final String NAME = "hgnn-encode";

  private static final String TEXT_VECTOR = "x";

  private final String version;
  private final HgnnDevice device;
  private final Signature signature;

  HgnnEncodeModel(String version, HgnnDevice device) {
    this.version = version;
    this.device = device;
    signature =
        new Signature(
            List.of(
                TensorSpec.vectors(TEXT_VECTOR, device.network().shape().textDimensions()),
                TensorSpec.texts(HgnnModels.TYPE)),
            HgnnModels.outputs(device));
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public String version() {
    return version;
  }

  @Override
  public String platform() {
    return HgnnModels.PLATFORM;
  }

  @Override
  public Signature signature() {
    return signature;
  }

  @Override
  public Batch infer(Batch inputs) {
    Column.Vectors texts = inputs.vectors(TEXT_VECTOR);
    boolean[] usable = new boolean[inputs.rows()];
    for (int row = 0; row < usable.length; row++) {
      usable[row] = RowCheck.isVector(texts, row);
    }
    float[] clean = HgnnDevice.cleaned(texts.values(), texts.width(), usable);
    int[] types = device.typeIndices(inputs.texts(HgnnModels.TYPE));
    Shape shape = new Shape(usable.length, texts.width());
    float[] values =
        device.compute(manager -> device.network().encode(manager.create(clean, shape), types));
    return RowCheck.unitVectors(
        HgnnModels.VECTOR, device.network().shape().dimensions(), values, usable);
  }

  @Override
  public Batch sample(int rows) {
    int width = device.network().shape().textDimensions();
    return new Batch(
        rows,
        Map.of(
            TEXT_VECTOR,
            HgnnModels.sampleVectors(rows, width),
            HgnnModels.TYPE,
            HgnnModels.sampleTypes(rows)));
  }
}
