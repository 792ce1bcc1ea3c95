package io.freshet.server.retrieval.ingest;

import io.freshet.server.retrieval.index.Catalog;
import io.freshet.server.retrieval.index.EmbeddingFacts;
import io.freshet.server.retrieval.index.IndexConfig;
import io.freshet.server.retrieval.index.IndexLayout;
import io.freshet.server.retrieval.index.StoreLimits;
import io.freshet.server.retrieval.index.Stores;
import io.freshet.server.retrieval.index.VectorIndex;
import io.freshet.server.retrieval.index.Vectors;
import io.freshet.server.retrieval.index.VersionedStore;
import io.freshet.server.retrieval.index.WriteOutcome;
import io.freshet.server.retrieval.tower.PlainTowers;
import io.freshet.server.retrieval.tower.TowerIndex;
import java.time.InstantSource;
import java.util.Optional;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/**
 * The index of one generation, that of its towers where it has them, and the facts beside. How long
 * its vectors are comes from the release's announcement or, for a release never announced, from the
 * first good vector. One writer; any thread may look.
 */
final class GenerationIndex {
  private final IndexConfig config;
  private final StoreLimits limits;
  private final InstantSource clock;
  private final Catalog catalog;
  private final VersionedStore<EmbeddingFacts> facts;
  private final Optional<TowerIndex> towers;
  private volatile @Nullable VectorIndex index;
  private Optional<IndexLayout> layout = Optional.empty();

  /** The index of a release without towers. */
  GenerationIndex(
      OptionalInt announcedDimensions,
      IndexConfig config,
      StoreLimits limits,
      InstantSource clock,
      Catalog catalog) {
    this.config = config;
    this.limits = limits;
    this.clock = clock;
    this.catalog = catalog;
    this.facts = new VersionedStore<>(limits, clock);
    towers = Optional.empty();
    announcedDimensions.ifPresent(
        dimensions -> index = config.create(dimensions, limits, clock, catalog));
  }

  /** The index of a release with towers. */
  GenerationIndex(
      PlainTowers loaded,
      IndexConfig config,
      StoreLimits limits,
      InstantSource clock,
      Stores stores) {
    this.config = config;
    this.limits = limits;
    this.clock = clock;
    this.catalog = stores.catalog();
    this.facts = new VersionedStore<>(limits, clock);
    VectorIndex embeddings =
        config.create(loaded.shape().embeddingDimensions(), limits, clock, catalog);
    index = embeddings;
    towers =
        Optional.of(
            new TowerIndex(
                loaded,
                embeddings,
                (dimensions, asQuery) -> config.create(dimensions, limits, clock, catalog, asQuery),
                stores));
  }

  /** Makes room for embeddings as they lay when the layout was made; before the first comes. */
  void layOut(IndexLayout ofEmbeddings) {
    layout = Optional.of(ofEmbeddings);
    index().ifPresent(held -> held.layOut(ofEmbeddings));
  }

  WriteOutcome upsert(String id, String type, float[] vector, EmbeddingFacts itsFacts) {
    VectorIndex target = index;
    Vectors.check(id, vector, target == null ? Math.max(1, vector.length) : target.dimensions());
    // The facts remember deletions that came before there was an index: they decide.
    if (facts.put(id, itsFacts, itsFacts.version()) == WriteOutcome.STALE) {
      return WriteOutcome.STALE;
    }
    if (target == null) {
      target = config.create(vector.length, limits, clock, catalog);
      layout.ifPresent(target::layOut);
      index = target;
    }
    WriteOutcome outcome = target.upsert(id, type, Vectors.unit(vector), itsFacts.version());
    if (outcome == WriteOutcome.UPDATED && towers.isPresent()) {
      towers.get().embedded(id, type, vector, itsFacts.version());
    }
    return outcome;
  }

  WriteOutcome delete(String id, long version) {
    WriteOutcome outcome = facts.delete(id, version);
    VectorIndex target = index;
    if (target != null) {
      target.delete(id, version);
    }
    if (outcome == WriteOutcome.UPDATED && towers.isPresent()) {
      towers.get().deleted(id, version);
    }
    return outcome;
  }

  Optional<VectorIndex> index() {
    return Optional.ofNullable(index);
  }

  Optional<TowerIndex> towers() {
    return towers;
  }

  VersionedStore<EmbeddingFacts> facts() {
    return facts;
  }

  int size() {
    VectorIndex held = index;
    return held == null ? 0 : held.size();
  }
}
