package io.freshet.server.retrieval.index;

import static java.util.Objects.requireNonNull;

import java.util.function.Supplier;

/**
 * One index and the model release all its vectors come from. Answers read the serving generation
 * once and use it to the end, so that no answer mixes two embedding spaces.
 *
 * @param release the model release
 * @param number counts the generations of this process, from 1
 * @param index unit vectors of the release
 * @param facts what is known of each embedding
 * @param progress how far the release's topic has been applied
 */
public record Generation(
    String release,
    long number,
    VectorIndex index,
    VersionedStore<EmbeddingFacts> facts,
    Supplier<Progress> progress) {
  public Generation {
    requireNonNull(release, "release is null");
    requireNonNull(index, "index is null");
    requireNonNull(facts, "facts is null");
    requireNonNull(progress, "progress is null");
  }
}
