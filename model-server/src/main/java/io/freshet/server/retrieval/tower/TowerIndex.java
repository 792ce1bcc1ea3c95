package io.freshet.server.retrieval.tower;

import static java.util.Objects.requireNonNull;

import io.freshet.server.retrieval.index.CatalogEntry;
import io.freshet.server.retrieval.index.History;
import io.freshet.server.retrieval.index.InnerProductIndex;
import io.freshet.server.retrieval.index.Stores;
import io.freshet.server.retrieval.index.TowerSpace;
import io.freshet.server.retrieval.index.VectorIndex;
import io.freshet.server.retrieval.index.Vectors;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The item vectors [v; b / s] of one release, kept equal to what the item tower makes of embeddings
 * and statistics.
 *
 * <p>An item's vector is made when its embedding arrives and when its statistics do. Beyond that it
 * changes slowly, with the mean use of the catalogue and with age (counts over their mean do not
 * move while nobody does anything), so {@link #follow} looks at all items now and then and makes
 * those anew whose features have moved by more than {@value #EPSILON}: log1p of a relative count
 * moves that much when the count changes by 2.5 %.
 *
 * <p>Until it is followed first, nothing is known of the mean use, and vectors are not made: the
 * index is empty.
 *
 * <p>Writes exclude one another; searches wait for nobody.
 */
public final class TowerIndex implements TowerSpace {
  /** Largest move of a feature that is let be. */
  static final float EPSILON = 0.02f;

  /** Norm of [v; b / s] that few items exceed: popularity is worth as much as 1.7 of taste. */
  private static final double LONGEST = 2;

  /** Features of an item whose vector has not been made yet. */
  private static final float[] NOT_YET = {};

  /** What an item's vector was made from, beside the embedding, which the other index holds. */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  private record Made(String type, long version, float length, int language, float[] features) {}

  private final PlainTowers towers;
  private final VectorIndex embeddings;
  private final VectorIndex items;
  private final Stores stores;
  private final Queries queries;
  private final Map<String, Made> made = new ConcurrentHashMap<>();
  private volatile CatalogUse use = CatalogUse.NONE;
  private volatile boolean isFollowing;

  /**
   * An index without items.
   *
   * @param embeddings unit vectors of the release, written before this is told of them
   * @param rows makes the index that holds the item vectors
   * @param stores what is known of items apart from the release
   */
  public TowerIndex(
      PlainTowers towers, VectorIndex embeddings, InnerProductIndex.Rows rows, Stores stores) {
    this.towers = requireNonNull(towers, "towers is null");
    this.embeddings = requireNonNull(embeddings, "embeddings is null");
    this.stores = requireNonNull(stores, "stores is null");
    items =
        new InnerProductIndex(
            towers.shape().indexDimensions(), LONGEST, TowerIndex::queryNear, rows);
    queries = new Queries(towers, this::embedding);
  }

  @Override
  public VectorIndex items() {
    return items;
  }

  @Override
  public Optional<float[]> query(History history, List<String> attributes) {
    return queries.of(history, attributes);
  }

  @Override
  public double scale() {
    return towers.scale();
  }

  @Override
  public Optional<float[]> among(String item, Map<String, Float> shares) {
    Made held = made.get(item);
    if (held == null || held.features().length == 0) {
      return Optional.empty();
    }
    int type = towers.typeIndex(held.type());
    return embedding(item, held)
        .map(own -> towers.network().embedding(own, type, neighbors(shares)))
        .map(z -> towers.item(z, held.features(), type, held.language()));
  }

  private List<PlainHgnn.Neighbor> neighbors(Map<String, Float> shares) {
    List<PlainHgnn.Neighbor> neighbors = new ArrayList<>();
    shares.forEach(
        (id, share) ->
            embedding(id)
                .map(it -> new PlainHgnn.Neighbor(it.type(), it.vector(), share))
                .ifPresent(neighbors::add));
    return neighbors;
  }

  /**
   * Takes an embedding that the other index has taken.
   *
   * @param embedding z as published
   */
  public synchronized void embedded(String id, String type, float[] embedding, long version) {
    float length = (float) Vectors.norm(embedding);
    if (isFollowing) {
      float[] features = use.features(stores.popularity().find(id));
      write(id, new Made(type, version, length, language(id), features), embedding);
    } else {
      made.put(id, new Made(type, version, length, 0, NOT_YET));
    }
  }

  /** Forgets an item; this version deleted its embedding. */
  public synchronized void deleted(String id, long version) {
    items.delete(id, version);
    made.remove(id);
  }

  /** Makes the item's vector anew from its statistics as they are now, if it has an embedding. */
  public synchronized void used(String id) {
    Made held = made.get(id);
    if (held != null && isFollowing) {
      remake(id, held, use.features(stores.popularity().find(id)));
    }
  }

  /**
   * Takes the use of the catalogue as it is now, and makes those vectors anew that have fallen
   * behind. Scans all items; writes go on in between.
   *
   * @return how many were made anew
   */
  public int follow() {
    use = CatalogUse.of(stores.popularity());
    isFollowing = true;
    int count = 0;
    for (String id : made.keySet()) {
      count += followOne(id) ? 1 : 0;
    }
    return count;
  }

  private synchronized boolean followOne(String id) {
    Made held = made.get(id);
    if (held == null) {
      return false;
    }
    float[] features = use.features(stores.popularity().find(id));
    boolean isNear = held.features().length > 0 && distance(features, held.features()) <= EPSILON;
    if (isNear && language(id) == held.language()) {
      return false;
    }
    remake(id, held, features);
    return true;
  }

  /** [v; 1]: what a user of just the item's taste would ask. */
  private static float[] queryNear(float[] vector) {
    float[] query = vector.clone();
    query[query.length - 1] = 1;
    return query;
  }

  private void remake(String id, Made held, float[] features) {
    Optional<float[]> embedding = embedding(id, held);
    if (embedding.isPresent()) {
      Made now = new Made(held.type(), held.version(), held.length(), language(id), features);
      write(id, now, embedding.get());
    }
  }

  private void write(String id, Made now, float[] embedding) {
    int type = towers.typeIndex(now.type());
    float[] vector = towers.item(embedding, now.features(), type, now.language());
    items.upsert(id, now.type(), vector, now.version());
    made.put(id, now);
  }

  /** The embedding as published, of an item that has one. */
  private Optional<Queries.Embedded> embedding(String id) {
    Made held = made.get(id);
    return held == null
        ? Optional.empty()
        : embedding(id, held).map(it -> new Queries.Embedded(towers.typeIndex(held.type()), it));
  }

  /** The index holds the direction; its length was kept. */
  private Optional<float[]> embedding(String id, Made held) {
    Optional<float[]> vector = embeddings.vector(id);
    vector.ifPresent(
        values -> {
          for (int k = 0; k < values.length; k++) {
            values[k] *= held.length();
          }
        });
    return vector;
  }

  private int language(String id) {
    if (!towers.knowsLanguages()) {
      return 0;
    }
    String language =
        stores.catalog().find(id).map(CatalogEntry::attributes).map(it -> it.language()).orElse("");
    return towers.languageIndex(language);
  }

  private static float distance(float[] one, float[] other) {
    float largest = 0;
    for (int k = 0; k < one.length; k++) {
      largest = Math.max(largest, Math.abs(one[k] - other[k]));
    }
    return largest;
  }
}
