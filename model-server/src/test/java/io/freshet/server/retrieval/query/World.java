package io.freshet.server.retrieval.query;

import io.freshet.server.retrieval.index.CatalogEntry;
import io.freshet.server.retrieval.index.EmbeddingFacts;
import io.freshet.server.retrieval.index.ExactIndex;
import io.freshet.server.retrieval.index.Generation;
import io.freshet.server.retrieval.index.History;
import io.freshet.server.retrieval.index.ItemAttributes;
import io.freshet.server.retrieval.index.Popularity;
import io.freshet.server.retrieval.index.Progress;
import io.freshet.server.retrieval.index.StoreLimits;
import io.freshet.server.retrieval.index.Stores;
import io.freshet.server.retrieval.index.VersionedStore;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/** A small catalogue with two-dimensional vectors, for tests above the stores. */
public final class World {
  public static final Instant NOW = Instant.parse("2026-02-01T00:00:00Z");

  private final InstantSource clock = InstantSource.fixed(NOW);
  private final Stores stores =
      Stores.create(StoreLimits.defaults(), StoreLimits.defaults(), clock);
  private final Generation generation =
      new Generation(
          "r1",
          3,
          new ExactIndex(2, StoreLimits.defaults(), clock),
          new VersionedStore<EmbeddingFacts>(StoreLimits.defaults(), clock),
          () -> new Progress(42, Duration.ofMillis(7)));

  public Stores stores() {
    return stores;
  }

  public Generation generation() {
    return generation;
  }

  public Recommender recommender() {
    return recommender(() -> Optional.of(generation));
  }

  public Recommender recommender(Supplier<Optional<Generation>> serving) {
    return new Recommender(stores, serving, 0.9, clock, new RecallCanary());
  }

  Recommender recommender(RecallCanary canary) {
    return new Recommender(stores, () -> Optional.of(generation), 0.9, clock, canary);
  }

  /** An item that the catalogue shows and the index holds. */
  public World item(String id, String type, float x, float y) {
    stores.catalog().put(id, new CatalogEntry("Title of " + id, type), 0);
    generation.index().upsert(id, type, new float[] {x, y}, 1);
    generation.facts().put(id, new EmbeddingFacts(1, NOW.minusSeconds(5), false), 1);
    return this;
  }

  /** The item with what filters can ask of it. */
  public World attributes(String id, ItemAttributes attributes) {
    CatalogEntry entry = stores.catalog().find(id).orElseThrow();
    stores.catalog().put(id, new CatalogEntry(entry.title(), entry.type(), attributes), 0);
    return this;
  }

  public World popularity(String id, String type, double count) {
    stores.popularity().put(id, new Popularity(type, count, NOW), 1);
    return this;
  }

  /** A user who liked these items, newest first. */
  public World user(String id, String... liked) {
    Set<String> seen = new HashSet<>(Arrays.asList(liked));
    stores.histories().put(id, new History(List.of(liked), seen), 1);
    return this;
  }
}
