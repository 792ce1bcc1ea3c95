package io.freshet.cli.rollout;

import static java.util.Objects.requireNonNull;

import io.freshet.cli.cluster.Cluster;
import io.freshet.cli.cluster.ClusterState;
import io.freshet.server.model.Release;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** Embedding jobs of a cluster on this machine, which starts them again with the rest of it. */
public final class ClusterEmbeddingJobs implements EmbeddingJobs {
  private final Cluster cluster;
  private final Map<String, String> settings;

  /**
   * Jobs of a cluster.
   *
   * @param settings of every job that is started, where they differ from the cluster's own
   */
  public ClusterEmbeddingJobs(Cluster cluster, Map<String, String> settings) {
    this.cluster = requireNonNull(cluster, "cluster is null");
    this.settings = Map.copyOf(settings);
  }

  @Override
  public void ensure(Release release) throws IOException, InterruptedException {
    Map<String, String> keys = new HashMap<>(EmbeddingJobs.keys(release));
    keys.putAll(settings);
    cluster.addEmbedding(release.id(), keys);
  }

  @Override
  public boolean retire(String release) throws IOException, InterruptedException {
    return cluster.retireEmbedding(release);
  }

  @Override
  public Optional<String> state(String release) throws IOException, InterruptedException {
    return Optional.ofNullable(cluster.state().jobs().get(Cluster.embeddingJob(release)))
        .filter(state -> !state.equals(ClusterState.MISSING));
  }
}
