package io.freshet.server.training.tower;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.NDScope;
import ai.djl.ndarray.types.Shape;
import io.freshet.server.evaluation.Query;
import io.freshet.server.evaluation.RefreshableScorer;
import io.freshet.server.inference.engine.TensorDevice;
import io.freshet.server.model.Hgnn;
import io.freshet.server.model.HistoryPooling;
import io.freshet.server.model.Release;
import io.freshet.server.model.Towers;
import io.freshet.server.snapshot.ItemTable;
import io.freshet.server.snapshot.Snapshot;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Scores items as a server with this release would: with the item vectors sent last, and a query
 * vector from the embeddings of the user's history and the user's attributes. Mutable, one owner,
 * one thread; holds all layers of all items and frees its native memory when closed.
 */
final class TowerScorer implements RefreshableScorer {
  private final NDManager manager;
  private final Towers towers;
  private final List<String> attributes;
  private final int[] types;
  private final double weakBelow;
  private final HistoryPooling pooling;
  private final EmbeddedItems embedded;
  private final ItemInputs inputs;
  private final float[] sent;
  private @Nullable Snapshot current;

  /**
   * Loads a release with towers.
   *
   * @param weakBelow strength below which an event is a weak signal
   */
  TowerScorer(Release release, ItemTable items, double weakBelow) {
    this.weakBelow = weakBelow;
    manager = TensorDevice.newManager();
    Hgnn network = Hgnn.load(release, manager);
    towers = Towers.load(release, manager);
    attributes = release.towers().orElseThrow().attributes();
    types =
        IntStream.of(items.itemTypes()).map(t -> network.typeIndex(items.types().get(t))).toArray();
    pooling = new HistoryPooling(towers.shape().slots());
    try (NDScope scope = new NDScope()) {
      scope.suppressNotUsedWarning();
      NDArray text = network.centred(manager.create(items.text()));
      embedded =
          new EmbeddedItems(manager, network, towers, text, types, languages(release, items));
    }
    inputs = new ItemInputs(items.size(), network.shape().slots());
    sent = new float[embedded.vectors().length];
  }

  /** Indices of the release, whose languages need not be those of the table. */
  private static int[] languages(Release release, ItemTable items) {
    List<String> known = release.towers().orElseThrow().languages();
    return IntStream.of(items.itemLanguages())
        .map(
            index ->
                index == items.languages().size()
                    ? -1
                    : known.indexOf(items.languages().get(index)))
        .map(index -> index < 0 ? known.size() : index)
        .toArray();
  }

  @Override
  public Refresh refresh(Snapshot snapshot, Bounds bounds) {
    int[] all = IntStream.range(0, types.length).toArray();
    float[] features = SnapshotFeatures.of(snapshot, all);
    boolean isExact = current == null || bounds.epsilon() == 0;
    // An item may move with its neighbors' neighbors though its own inputs stand still.
    int[] moved = isExact ? all : inputs.moved(snapshot, features, bounds.epsilon());
    embedded.embed(moved, snapshot, features);
    for (int item : moved) {
      inputs.set(item, snapshot, features);
    }
    current = snapshot;
    return new Refresh(types.length, moved.length, send(moved, bounds.delta()));
  }

  @Override
  public void score(Query query, float[] scores) {
    if (!query.snapshot().equals(current)) {
      refresh(query.snapshot(), Bounds.EXACT);
    }
    float[] vector = vector(query);
    int width = vector.length;
    for (int item = 0; item < scores.length; item++) {
      float sum = 0;
      for (int k = 0; k < width; k++) {
        sum += vector[k] * sent[item * width + k];
      }
      scores[item] = sum;
    }
  }

  /** Embeddings z of all items, row by row. */
  float[] embeddings() {
    return embedded.embeddings();
  }

  @Override
  public void close() {
    manager.close();
  }

  /** Sends the vectors that moved by more than delta: |dv| + |d(b / s)|. */
  private int send(int[] moved, double delta) {
    int width = towers.shape().indexDimensions();
    float[] vectors = embedded.vectors();
    int count = 0;
    for (int item : moved) {
      double squares = 0;
      int last = (item + 1) * width - 1;
      for (int k = item * width; k < last; k++) {
        double difference = vectors[k] - sent[k];
        squares += difference * difference;
      }
      if (Math.sqrt(squares) + Math.abs(vectors[last] - sent[last]) > delta) {
        System.arraycopy(vectors, item * width, sent, item * width, width);
        count++;
      }
    }
    return count;
  }

  private float[] vector(Query query) {
    int width = towers.shape().embeddingDimensions();
    float[] embeddings = embedded.embeddings();
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
      return towers.indexed(towers.queries(means, attributes(query))).toFloatArray();
    }
  }

  /** Without a history they count for nothing: nobody is served by attributes alone. */
  private NDArray attributes(Query query) {
    float[] ones = new float[attributes.size()];
    for (int index = 0; index < ones.length; index++) {
      boolean has = query.size() > 0 && query.attributes().contains(attributes.get(index));
      ones[index] = has ? 1 : 0;
    }
    return manager.create(ones, new Shape(1, ones.length));
  }

  private int slot(Query query, int place) {
    return query.strengths()[place] < weakBelow
        ? towers.shape().weakSlot()
        : types[query.items()[place]];
  }
}
