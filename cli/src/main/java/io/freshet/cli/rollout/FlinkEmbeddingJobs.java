package io.freshet.cli.rollout;

import static java.util.Objects.requireNonNull;

import io.freshet.cli.cluster.Cluster;
import io.freshet.cli.cluster.FlinkRest;
import io.freshet.server.model.Release;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** Embedding jobs on a Flink session cluster, from the jar of the jobs. */
public final class FlinkEmbeddingJobs implements EmbeddingJobs {
  private static final String MAIN = "io.freshet.jobs.EmbeddingJob";

  private final FlinkRest flink;
  private final Path jar;
  private final Map<String, String> settings;

  /**
   * Jobs of a cluster.
   *
   * @param jar with the mains
   * @param settings of every job that is started: how it reaches Kafka and the inference server,
   *     and whatever else differs from the defaults
   */
  public FlinkEmbeddingJobs(FlinkRest flink, Path jar, Map<String, String> settings) {
    this.flink = requireNonNull(flink, "flink is null");
    this.jar = requireNonNull(jar, "jar is null");
    this.settings = Map.copyOf(settings);
  }

  @Override
  public void ensure(Release release) throws IOException, InterruptedException {
    if (state(release.id()).isPresent()) {
      return;
    }
    Map<String, String> all = new HashMap<>(settings);
    all.putAll(EmbeddingJobs.keys(release));
    var unused = flink.run(flink.upload(jar), MAIN, all, Optional.empty());
  }

  @Override
  public boolean retire(String release) throws IOException, InterruptedException {
    return flink.cancel(Cluster.embeddingJob(release));
  }

  @Override
  public Optional<String> state(String release) throws InterruptedException {
    return Optional.ofNullable(flink.jobs().get(Cluster.embeddingJob(release)));
  }
}
