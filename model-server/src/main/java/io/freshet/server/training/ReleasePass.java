package io.freshet.server.training;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import io.freshet.server.inference.engine.TensorDevice;
import io.freshet.server.model.Hgnn;
import io.freshet.server.model.Release;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/**
 * The embeddings that a release gives the items of a graph, all at once: what an exact embedding
 * job has published when it has worked off the same topics.
 */
public final class ReleasePass {
  private ReleasePass() {}

  /**
   * Item to its embedding, all layers.
   *
   * @throws IllegalArgumentException when the data has other item types than the release
   */
  public static Map<String, float[]> embeddings(Release release, TrainingData data) {
    if (!release.types().equals(data.types())) {
      throw new IllegalArgumentException(
          "Cannot embed with release %s: the data must have its types %s (%s)"
              .formatted(release.id(), release.types(), data.types()));
    }
    try (NDManager manager = TensorDevice.newManager()) {
      Hgnn model = Hgnn.load(release, manager);
      NDArray centred = model.centred(manager.create(data.vectors()));
      NDArray shares = Adjacency.full(data.graph()).matrix(manager);
      return byId(
          data, FullPass.embeddings(model, centred, data.itemTypes(), shares).toFloatArray());
    }
  }

  private static Map<String, float[]> byId(TrainingData data, float[] rows) {
    int length = rows.length / data.items();
    Map<String, float[]> embeddings = new HashMap<>();
    for (int row = 0; row < data.items(); row++) {
      embeddings.put(
          data.ids().get(row), Arrays.copyOfRange(rows, row * length, (row + 1) * length));
    }
    return embeddings;
  }
}
