package io.freshet.server.training.tower;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.NDScope;
import ai.djl.ndarray.types.Shape;
import io.freshet.server.model.Hgnn;
import io.freshet.server.model.PopularityFeatures;
import io.freshet.server.model.Towers;
import io.freshet.server.snapshot.Graph;
import io.freshet.server.snapshot.Snapshot;
import io.freshet.server.training.SparseRows;
import java.util.stream.IntStream;

/**
 * Every layer of every item, and its item vector, as computed last; some items or all are computed
 * anew from a snapshot, with what stands here of the layers below. Mutable, one owner, one thread.
 */
final class EmbeddedItems {
  private final NDManager manager;
  private final Hgnn network;
  private final Towers towers;
  private final int[] types;
  private final int[] languages;
  private final float[][] layers;
  private final float[] embeddings;
  private final float[] vectors;

  /**
   * Layer 0 of all items, which depends on their text alone.
   *
   * @param text centred text vectors [items, text], owned by the caller
   * @param types type index per item
   * @param languages language index per item, as the towers have them
   */
  EmbeddedItems(
      NDManager manager, Hgnn network, Towers towers, NDArray text, int[] types, int[] languages) {
    this.manager = manager;
    this.network = network;
    this.towers = towers;
    this.types = types;
    this.languages = languages;
    layers = new float[network.shape().layers() + 1][types.length * network.shape().dimensions()];
    embeddings = new float[types.length * network.shape().embeddingDimensions()];
    vectors = new float[types.length * towers.shape().indexDimensions()];
    try (NDScope scope = new NDScope()) {
      scope.suppressNotUsedWarning();
      layers[0] = network.encodeCentred(text, types).toFloatArray();
    }
  }

  /** Embeddings z of all items, row by row. */
  float[] embeddings() {
    return embeddings;
  }

  /** Vectors [v; b / s] of all items, row by row. */
  float[] vectors() {
    return vectors;
  }

  /**
   * Computes items anew.
   *
   * @param items numbers of the items
   * @param features f of all items, row by row
   */
  void embed(int[] items, Snapshot snapshot, float[] features) {
    if (items.length == 0) {
      return;
    }
    int[] rowTypes = IntStream.of(items).map(item -> types[item]).toArray();
    try (NDScope scope = new NDScope()) {
      scope.suppressNotUsedWarning();
      NDArray adjacency = adjacency(items, snapshot.graph());
      NDArray rows = manager.create(items);
      NDList all = new NDList(below(0).get(rows));
      for (int layer = 1; layer <= network.shape().layers(); layer++) {
        NDArray below = below(layer - 1);
        NDArray aggregates = adjacency.matMul(below).reshape(items.length, -1);
        NDArray h = network.layer(layer, below.get(rows), rowTypes, aggregates);
        put(items, h.toFloatArray(), layers[layer]);
        all.add(h);
      }
      NDArray z = NDArrays.concat(all, 1);
      int[] rowLanguages = IntStream.of(items).map(item -> languages[item]).toArray();
      NDArray f = manager.create(features, new Shape(types.length, PopularityFeatures.COUNT));
      put(items, z.toFloatArray(), embeddings);
      put(
          items,
          towers.indexed(towers.items(z, f.get(rows), rowTypes, rowLanguages)).toFloatArray(),
          vectors);
    }
  }

  private NDArray below(int layer) {
    return manager.create(layers[layer], new Shape(types.length, network.shape().dimensions()));
  }

  private NDArray adjacency(int[] items, Graph graph) {
    SparseRows rows = new SparseRows(items.length * 16);
    for (int row = 0; row < items.length * graph.slots(); row++) {
      int item = items[row / graph.slots()];
      int slot = row % graph.slots();
      for (int k = graph.start(item, slot); k < graph.end(item, slot); k++) {
        rows.add(row, graph.neighbor(k), graph.share(k));
      }
    }
    return rows.matrix(manager, (long) items.length * graph.slots(), types.length);
  }

  private static void put(int[] items, float[] rows, float[] table) {
    int width = rows.length / items.length;
    for (int k = 0; k < items.length; k++) {
      System.arraycopy(rows, k * width, table, items[k] * width, width);
    }
  }
}
