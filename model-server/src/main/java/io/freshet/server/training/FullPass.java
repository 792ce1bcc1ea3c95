package io.freshet.server.training;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import io.freshet.server.model.Hgnn;

/** The graph network over all items at once. */
public final class FullPass {
  private FullPass() {}

  /**
   * The item embeddings [items, (layers + 1) * d].
   *
   * @param centred text vectors of {@link Hgnn#centred} [items, text]
   * @param types type index per item
   * @param adjacency sparse shares [items * slots, items] of {@link Adjacency}
   */
  public static NDArray embeddings(Hgnn model, NDArray centred, int[] types, NDArray adjacency) {
    NDArray h = model.encodeCentred(centred, types);
    NDList layers = new NDList(h);
    for (int layer = 1; layer <= model.shape().layers(); layer++) {
      NDArray aggregates = adjacency.matMul(h).reshape(types.length, -1);
      h = model.layer(layer, h, types, aggregates);
      layers.add(h);
    }
    return NDArrays.concat(layers, 1);
  }
}
