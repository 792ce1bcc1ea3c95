package io.freshet.server.retrieval.query;

import io.freshet.server.retrieval.index.Catalog;
import io.freshet.server.retrieval.index.CatalogEntry;
import io.freshet.server.retrieval.index.Generation;
import io.freshet.server.retrieval.index.History;
import io.freshet.server.retrieval.index.Vectors;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Explains scores by leaving out: the contribution of a play is the score with the whole history
 * less the score with the history without that item. The query is not linear in the history (it is
 * scaled to unit length, and towers bend it), so contributions need not sum to the score; the
 * difference is what really would change. Without any other item the user's part of the score is 0.
 *
 * <p>Cost: one query per distinct item of the newest {@value #MOST_ITEMS}, then an inner product
 * for each of them and each explained item.
 */
final class Explanations {
  /** Items of a history that are left out in turn. */
  private static final int MOST_ITEMS = 50;

  /** Plays that are named. */
  private static final int MOST_PLAYS = 5;

  private final Catalog catalog;
  private final Generation generation;
  private final UserSpace space;
  private final float[] query;
  private final Map<String, float[]> queriesWithout = new LinkedHashMap<>();

  /**
   * Explanations for one user.
   *
   * @param query the query of the whole history
   */
  Explanations(
      Catalog catalog, Generation generation, UserSpace space, History history, float[] query) {
    this.catalog = catalog;
    this.generation = generation;
    this.space = space;
    this.query = query;
    for (String item : newest(history)) {
      Optional<float[]> without = space.query().apply(history.without(item::equals));
      queriesWithout.put(item, without.orElseGet(this::nobody));
    }
  }

  /** Why the item stands where it does; empty when it has no vector any more. */
  Optional<Explanation> of(String item) {
    return space.items().vector(item).map(vector -> explained(item, vector));
  }

  private Explanation explained(String item, float[] vector) {
    Optional<float[]> embedding = generation.index().vector(item);
    double score = score(vector, query);
    List<Explanation.Play> plays = new ArrayList<>();
    queriesWithout.forEach(
        (play, without) -> {
          double contribution = score - score(vector, without);
          if (contribution > 0) {
            plays.add(
                new Explanation.Play(play, title(play), contribution, similarity(embedding, play)));
          }
        });
    plays.sort(Comparator.comparingDouble(Explanation.Play::contribution).reversed());
    double popularity = space.hasPopularity() ? vector[vector.length - 1] * space.scale() : 0;
    return new Explanation(popularity, plays.subList(0, Math.min(MOST_PLAYS, plays.size())));
  }

  private double score(float[] vector, float[] asked) {
    return Vectors.dot(vector, 0, asked) * space.scale();
  }

  private double similarity(Optional<float[]> embedding, String play) {
    Optional<float[]> other = generation.index().vector(play);
    return embedding.isPresent() && other.isPresent()
        ? Vectors.dot(embedding.get(), 0, other.get())
        : 0;
  }

  private String title(String item) {
    return catalog.find(item).map(CatalogEntry::title).orElse("");
  }

  /** The query of somebody without any taste. */
  private float[] nobody() {
    float[] nobody = new float[query.length];
    if (space.hasPopularity()) {
      nobody[nobody.length - 1] = query[query.length - 1];
    }
    return nobody;
  }

  /** The newest distinct items that have embeddings. */
  private Set<String> newest(History history) {
    Set<String> newest = new LinkedHashSet<>();
    for (int place = 0; place < history.size() && newest.size() < MOST_ITEMS; place++) {
      if (generation.index().vector(history.item(place)).isPresent()) {
        newest.add(history.item(place));
      }
    }
    return newest;
  }
}
