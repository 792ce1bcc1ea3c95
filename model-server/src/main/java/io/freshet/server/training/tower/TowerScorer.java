package io.freshet.server.training.tower;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.NDScope;
import ai.djl.ndarray.types.Shape;
import io.freshet.server.evaluation.Query;
import io.freshet.server.evaluation.Scorer;
import io.freshet.server.model.Hgnn;
import io.freshet.server.model.HistoryPooling;
import io.freshet.server.model.PopularityFeatures;
import io.freshet.server.model.Release;
import io.freshet.server.model.Towers;
import io.freshet.server.snapshot.ItemTable;
import io.freshet.server.snapshot.Snapshot;
import io.freshet.server.training.Adjacency;
import io.freshet.server.training.FullPass;
import java.util.Arrays;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Scores items as a server with this release would: item vectors of the query's snapshot, and a
 * query vector from the embeddings of the user's history. Mutable, one owner, one thread; holds the
 * embeddings of all items and frees its native memory when closed.
 */
final class TowerScorer implements Scorer {
  private final NDManager manager;
  private final Hgnn network;
  private final Towers towers;
  private final ItemTable items;
  private final int[] types;
  private final double weakBelow;
  private final NDArray text;
  private final HistoryPooling pooling;
  private @Nullable Snapshot current;
  private float[] embeddings = {};
  private float[] vectors = {};

  /**
   * Loads a release with towers.
   *
   * @param weakBelow strength below which an event is a weak signal
   */
  TowerScorer(Release release, ItemTable items, double weakBelow) {
    this.items = items;
    this.weakBelow = weakBelow;
    manager = NDManager.newBaseManager();
    network = Hgnn.load(release, manager);
    towers = Towers.load(release, manager);
    try (NDScope scope = new NDScope()) {
      scope.suppressNotUsedWarning();
      text = network.centred(manager.create(items.text()));
      NDScope.unregister(text);
    }
    types =
        IntStream.of(items.itemTypes()).map(t -> network.typeIndex(items.types().get(t))).toArray();
    pooling = new HistoryPooling(towers.shape().slots());
  }

  @Override
  public void score(Query query, float[] scores) {
    if (!query.snapshot().equals(current)) {
      embed(query.snapshot());
    }
    float[] vector = query(query);
    int width = vector.length;
    for (int item = 0; item < scores.length; item++) {
      float sum = 0;
      for (int k = 0; k < width; k++) {
        sum += vector[k] * vectors[item * width + k];
      }
      scores[item] = sum;
    }
  }

  /** Embeddings z of all items as of a snapshot, row by row. */
  float[] embeddings(Snapshot snapshot) {
    embed(snapshot);
    return embeddings.clone();
  }

  @Override
  public void close() {
    manager.close();
  }

  private void embed(Snapshot snapshot) {
    try (NDScope scope = new NDScope()) {
      scope.suppressNotUsedWarning();
      int[] all = IntStream.range(0, items.size()).toArray();
      float[] rows = SnapshotFeatures.of(snapshot, all);
      NDArray features = manager.create(rows, new Shape(all.length, PopularityFeatures.COUNT));
      NDArray adjacency = Adjacency.full(snapshot.graph()).matrix(manager);
      NDArray z = FullPass.embeddings(network, text, types, adjacency);
      int[] noLanguages = new int[all.length];
      Arrays.fill(noLanguages, towers.shape().languages());
      embeddings = z.toFloatArray();
      vectors = towers.indexed(towers.items(z, features, types, noLanguages)).toFloatArray();
      current = snapshot;
    }
  }

  private float[] query(Query query) {
    int width = towers.shape().embeddingDimensions();
    float[] pooled = new float[towers.shape().slots() * width];
    pooling.pool(
        query.size(),
        place -> query.items()[place],
        place -> slot(query, place),
        (slot, item, share) -> {
          for (int k = 0; k < width; k++) {
            pooled[slot * width + k] += share * embeddings[item * width + k];
          }
        });
    try (NDScope scope = new NDScope()) {
      scope.suppressNotUsedWarning();
      NDArray means = manager.create(pooled, new Shape(1, pooled.length));
      NDArray attributes = manager.zeros(new Shape(1, towers.shape().attributes()));
      return towers.indexed(towers.queries(means, attributes)).toFloatArray();
    }
  }

  private int slot(Query query, int place) {
    return query.strengths()[place] < weakBelow
        ? towers.shape().weakSlot()
        : types[query.items()[place]];
  }
}
