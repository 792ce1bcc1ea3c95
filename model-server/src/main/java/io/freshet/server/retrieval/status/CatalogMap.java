package io.freshet.server.retrieval.status;

import static java.util.Objects.requireNonNull;

import io.freshet.server.retrieval.index.Catalog;
import io.freshet.server.retrieval.index.EmbeddingFacts;
import io.freshet.server.retrieval.index.Generation;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * The map of the catalogue: a sample of items in two dimensions, and which of them were refreshed.
 * Drawn anew when another index serves, when that has grown by a quarter, and every {@link #RENEW};
 * not at all while nobody asked for it lately. In between, an item that is embedded anew moves. Any
 * thread may ask; one turns it.
 */
final class CatalogMap {
  static final int ITEMS = 4000;
  static final int MOST_MOVES = 300;

  private static final Duration RENEW = Duration.ofMinutes(10);
  private static final Duration WANTED = Duration.ofMinutes(2);
  private static final int FEWEST = 3;
  private static final double GROWTH = 1.25;

  private final Catalog catalog;
  private final Supplier<Optional<Generation>> serving;
  private volatile Instant wantedUntil = Instant.MIN;
  private volatile Optional<DrawnMap> drawn = Optional.empty();
  private Instant drawnAt = Instant.MIN;
  private long numbers;

  CatalogMap(Catalog catalog, Supplier<Optional<Generation>> serving) {
    this.catalog = requireNonNull(catalog, "catalog is null");
    this.serving = requireNonNull(serving, "serving is null");
  }

  /** The map as it is now, drawn if there is none yet. */
  synchronized Optional<CatalogView> view(Instant now) {
    wantedUntil = now.plus(WANTED);
    draw(now);
    return drawn.map(DrawnMap::view);
  }

  /** Says that somebody still looks at the map. */
  void stillWanted(Instant now) {
    if (drawn.isPresent()) {
      wantedUntil = now.plus(WANTED);
    }
  }

  /** Draws anew if it is time; which points were refreshed since the last turn. */
  synchronized Status.Moves turn(Instant now) {
    if (!now.isBefore(wantedUntil)) {
      drawn = Optional.empty();
      return Status.Moves.NONE;
    }
    draw(now);
    return drawn.map(DrawnMap::moves).orElse(Status.Moves.NONE);
  }

  private void draw(Instant now) {
    Optional<Generation> generation = serving.get();
    if (generation.isEmpty() || generation.get().index().size() < FEWEST) {
      drawn = Optional.empty();
      return;
    }
    if (drawn.filter(it -> !isOld(it, generation.get(), now)).isEmpty()) {
      drawn = draw(generation.get(), drawn.map(DrawnMap::projection));
      drawnAt = now;
    }
  }

  private boolean isOld(DrawnMap map, Generation generation, Instant now) {
    return map.generation().number() != generation.number()
        || generation.index().size() > GROWTH * map.of()
        || !now.isBefore(drawnAt.plus(RENEW));
  }

  private Optional<DrawnMap> draw(Generation generation, Optional<Projection> earlier) {
    List<String> ids = new ArrayList<>();
    List<String> types = new ArrayList<>();
    List<float[]> vectors = new ArrayList<>();
    List<Long> versions = new ArrayList<>();
    int of = generation.index().size();
    for (String id : new ItemSample(ITEMS).of(catalog)) {
      Optional<EmbeddingFacts> facts = generation.facts().find(id);
      Optional<float[]> vector = generation.index().vector(id);
      Optional<String> type = catalog.find(id).map(entry -> entry.type());
      if (facts.isPresent() && vector.isPresent() && type.isPresent()) {
        ids.add(id);
        types.add(type.get());
        vectors.add(vector.get());
        versions.add(facts.get().version());
      }
    }
    if (vectors.size() < FEWEST) {
      return Optional.empty();
    }
    numbers++;
    Projection projection = Projection.of(vectors, earlier);
    return Optional.of(
        new DrawnMap(numbers, generation, of, projection, ids, types, vectors, versions));
  }
}
