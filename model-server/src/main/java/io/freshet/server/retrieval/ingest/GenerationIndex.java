package io.freshet.server.retrieval.ingest;

import io.freshet.server.retrieval.index.Catalog;
import io.freshet.server.retrieval.index.EmbeddingFacts;
import io.freshet.server.retrieval.index.IndexConfig;
import io.freshet.server.retrieval.index.StoreLimits;
import io.freshet.server.retrieval.index.VectorIndex;
import io.freshet.server.retrieval.index.Vectors;
import io.freshet.server.retrieval.index.VersionedStore;
import io.freshet.server.retrieval.index.WriteOutcome;
import java.time.InstantSource;
import java.util.Optional;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/**
 * The index of one generation and the facts beside it. How long its vectors are comes from the
 * release's announcement or, for a release never announced, from the first good vector. One writer;
 * any thread may look.
 */
final class GenerationIndex {
  private final IndexConfig config;
  private final StoreLimits limits;
  private final InstantSource clock;
  private final Catalog catalog;
  private final VersionedStore<EmbeddingFacts> facts;
  private volatile @Nullable VectorIndex index;

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
    announcedDimensions.ifPresent(
        dimensions -> index = config.create(dimensions, limits, clock, catalog));
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
      index = target;
    }
    return target.upsert(id, type, Vectors.unit(vector), itsFacts.version());
  }

  WriteOutcome delete(String id, long version) {
    WriteOutcome outcome = facts.delete(id, version);
    VectorIndex target = index;
    if (target != null) {
      target.delete(id, version);
    }
    return outcome;
  }

  Optional<VectorIndex> index() {
    return Optional.ofNullable(index);
  }

  VersionedStore<EmbeddingFacts> facts() {
    return facts;
  }

  int size() {
    VectorIndex held = index;
    return held == null ? 0 : held.size();
  }
}
