package io.freshet.server.inference.graph;

import ai.djl.Device;
import ai.djl.ndarray.NDManager;
import io.freshet.server.inference.batch.Column;
import io.freshet.server.inference.batch.InferenceModel;
import io.freshet.server.inference.batch.RowCheck;
import io.freshet.server.inference.batch.TensorSpec;
import io.freshet.server.inference.engine.TensorDevice;
import io.freshet.server.model.Hgnn;
import io.freshet.server.model.Release;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/** The models of one release, sharing its weights: encode and one per layer. */
public final class HgnnModels implements AutoCloseable {
  static final String TYPE = "type";
  static final String VECTOR = "h";
  static final String PLATFORM = "pytorch_djl";

  private final String version;
  private final HgnnDevice device;
  private final List<InferenceModel> models;

  private HgnnModels(String version, HgnnDevice device) {
    this.version = version;
    this.device = device;
    List<InferenceModel> all = new ArrayList<>();
    all.add(new HgnnEncodeModel(version, device));
    for (int layer = 1; layer <= device.network().shape().layers(); layer++) {
      all.add(new HgnnLayerModel(version, device, layer));
    }
    models = List.copyOf(all);
  }

  /** Puts a release on the process's device; throws as {@link TensorDevice#chosen} does. */
  public static HgnnModels load(Release release) {
    return load(release, TensorDevice.chosen());
  }

  /** Puts a release on a device. */
  public static HgnnModels load(Release release, Device where) {
    NDManager weights = TensorDevice.newManager(where);
    try {
      return new HgnnModels(release.id(), new HgnnDevice(weights, Hgnn.load(release, weights)));
    } catch (RuntimeException e) {
      weights.close();
      throw e;
    }
  }

  /** The release's id. */
  public String version() {
    return version;
  }

  /** Where its tensors are. */
  public Device device() {
    return device.where();
  }

  /** Encode, then the layers from the lowest. */
  public List<InferenceModel> models() {
    return models;
  }

  /** Frees the weights; the models must no longer be called. */
  @Override
  public void close() {
    device.close();
  }

  /** Arrays held on the device. */
  int resources() {
    return device.resources();
  }

  static List<TensorSpec> outputs(HgnnDevice device) {
    return List.of(
        TensorSpec.vectors(VECTOR, device.network().shape().dimensions()),
        TensorSpec.flags(RowCheck.OK));
  }

  /** Rows of which no two neighbors are equal and none is zero. */
  static Column.Vectors sampleVectors(int rows, int width) {
    float[] values = new float[rows * width];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) Math.sin(i + 1.0);
    }
    return new Column.Vectors(width, values);
  }

  /** Types no release knows: they exercise the shared weights, which every type uses. */
  static Column.Texts sampleTypes(int rows) {
    return new Column.Texts(IntStream.range(0, rows).mapToObj(row -> "sample").toList());
  }
}
