package io.freshet.server.evaluation.baseline;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.NDScope;
import ai.djl.ndarray.types.Shape;
import io.freshet.server.inference.engine.TensorDevice;
import io.freshet.server.model.Hgnn;
import io.freshet.server.model.HgnnShape;
import io.freshet.server.model.Release;
import io.freshet.server.snapshot.Graph;
import io.freshet.server.snapshot.ItemTable;
import io.freshet.server.snapshot.Snapshot;

/**
 * Embeddings of all items by a release on the graph of a snapshot: one full pass, the layers one
 * after the other as they are published. Holds native memory until it is closed; one thread.
 */
final class SnapshotEmbeddings implements AutoCloseable {
  private final NDManager manager = TensorDevice.newManager();
  private final Hgnn model;
  private final int[] types;
  private final int[] slots;
  private final float[] layer0;

  SnapshotEmbeddings(Release release, ItemTable items) {
    model = Hgnn.load(release, manager);
    types = new int[items.size()];
    for (int item = 0; item < types.length; item++) {
      types[item] = model.typeIndex(items.types().get(items.itemTypes()[item]));
    }
    slots = items.types().stream().mapToInt(model::typeIndex).toArray();
    try (NDScope scope = new NDScope()) {
      scope.suppressNotUsedWarning();
      layer0 = model.encode(manager.create(items.text()), types).toFloatArray();
    }
  }

  /** Embeddings [items][(layers + 1) * dimensions]. */
  float[][] of(Snapshot snapshot) {
    HgnnShape shape = model.shape();
    int d = shape.dimensions();
    float[][] embeddings = new float[types.length][(shape.layers() + 1) * d];
    float[] below = layer0;
    place(below, 0, d, embeddings);
    for (int layer = 1; layer <= shape.layers(); layer++) {
      below = next(layer, below, aggregates(snapshot.graph(), below, d));
      place(below, layer, d, embeddings);
    }
    return embeddings;
  }

  private float[] next(int layer, float[] below, float[] aggregates) {
    int d = model.shape().dimensions();
    try (NDScope scope = new NDScope()) {
      scope.suppressNotUsedWarning();
      NDArray self = manager.create(below, new Shape(types.length, d));
      NDArray rows =
          manager.create(aggregates, new Shape(types.length, aggregates.length / types.length));
      return model.layer(layer, self, types, rows).toFloatArray();
    }
  }

  /** Share-weighted sums of the neighbors' vectors, per slot of the model. */
  private float[] aggregates(Graph graph, float[] below, int d) {
    int width = (model.shape().types() + 1) * d;
    float[] sums = new float[types.length * width];
    for (int item = 0; item < types.length; item++) {
      for (int slot = 0; slot < slots.length; slot++) {
        int row = item * width + slots[slot] * d;
        for (int k = graph.start(item, slot); k < graph.end(item, slot); k++) {
          int neighbor = graph.neighbor(k) * d;
          float share = graph.share(k);
          for (int i = 0; i < d; i++) {
            sums[row + i] += share * below[neighbor + i];
          }
        }
      }
    }
    return sums;
  }

  private static void place(float[] rows, int layer, int d, float[][] embeddings) {
    for (int item = 0; item < embeddings.length; item++) {
      System.arraycopy(rows, item * d, embeddings[item], layer * d, d);
    }
  }

  @Override
  public void close() {
    manager.close();
  }
}
