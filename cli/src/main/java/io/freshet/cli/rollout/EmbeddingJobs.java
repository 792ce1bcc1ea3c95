package io.freshet.cli.rollout;

import io.freshet.server.model.Release;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;

/** The embedding jobs of a system, one per release. */
public interface EmbeddingJobs {
  /** Starts the job of a release unless it runs. */
  void ensure(Release release) throws IOException, InterruptedException;

  /**
   * Ends the job of a release for good.
   *
   * @return whether there was one
   */
  boolean retire(String release) throws IOException, InterruptedException;

  /** State of the job of a release in Flink's words; empty when there is none. */
  Optional<String> state(String release) throws IOException, InterruptedException;

  /** What a job has to be told of its release. */
  static Map<String, String> keys(Release release) {
    return Map.of(
        "embedding.release", release.id(),
        "embedding.encoder", release.encoder(),
        "embedding.layers", Integer.toString(release.layers()),
        "embedding.dimensions", Integer.toString(release.dimensions()),
        "embedding.text-dimensions", Integer.toString(release.textDimensions()));
  }
}
