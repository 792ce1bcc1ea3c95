package io.freshet.server.retrieval.index;

import static java.util.Objects.requireNonNull;

import java.util.Optional;
import java.util.function.Supplier;

/**
 * What one model release answers with. Answers read the serving generation once and use it to the
 * end, so that no answer mixes two embedding spaces.
 *
 * @param release the model release
 * @param number counts the generations of this process, from 1
 * @param index unit vectors of the release: its embeddings
 * @param towers where users and items are compared; empty when the release has no towers, and they
 *     are compared by the embeddings
 * @param facts what is known of each embedding
 * @param progress how far the release's topic has been applied
 */
public record Generation(
    String release,
    long number,
    VectorIndex index,
    Optional<TowerSpace> towers,
    VersionedStore<EmbeddingFacts> facts,
    Supplier<Progress> progress) {
  public Generation {
    requireNonNull(release, "release is null");
    requireNonNull(index, "index is null");
    requireNonNull(towers, "towers is null");
    requireNonNull(facts, "facts is null");
    requireNonNull(progress, "progress is null");
  }

  /** A generation of a release without towers. */
  public Generation(
      String release,
      long number,
      VectorIndex index,
      VersionedStore<EmbeddingFacts> facts,
      Supplier<Progress> progress) {
    this(release, number, index, Optional.empty(), facts, progress);
  }
}
