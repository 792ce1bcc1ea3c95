package io.freshet.cli;

import io.freshet.cli.cluster.Cluster;
import io.freshet.cli.cluster.ClusterState;
import io.freshet.cli.cluster.FlinkRest;
import io.freshet.cli.cluster.JobJar;
import io.freshet.cli.rollout.ClusterEmbeddingJobs;
import io.freshet.cli.rollout.FlinkEmbeddingJobs;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Option;

/** Where a running system is: a cluster of this machine, or the address of each of its parts. */
final class SystemOptions {
  @ArgGroup(multiplicity = "1")
  private Place place = new Place();

  /** One of the two. */
  static final class Place {
    @Option(
        names = "--cluster",
        required = true,
        paramLabel = "DIR",
        description = {
          "A cluster of freshet cluster up, by its directory: it knows its addresses, has the releases,",
          "and starts the job again with the rest of it."
        })
    private @Nullable Path cluster;

    @ArgGroup(exclusive = false)
    private @Nullable KafkaOptions kafka;
  }

  @Option(
      names = "--dir",
      paramLabel = "DIR",
      description = "Where releases lie (default: releases, or those of the cluster).")
  private @Nullable Path directory;

  @Option(
      names = "--flink",
      defaultValue = "http://127.0.0.1:8081",
      paramLabel = "URL",
      description = "Flink's REST interface (default: ${DEFAULT-VALUE}).")
  private String flink = "";

  @Option(
      names = "--jar",
      paramLabel = "FILE",
      description = "Jar of the jobs (default: the one that this checkout has built).")
  private @Nullable Path jar;

  @Option(
      names = "--job",
      paramLabel = "KEY=VALUE",
      description = "Setting of the embedding job, such as job.parallelism=2; repeatable.")
  private Map<String, String> job = new LinkedHashMap<>();

  @Option(
      names = "--inference",
      defaultValue = "127.0.0.1:8001",
      paramLabel = "HOST:PORT",
      description = "gRPC of the inference server that the job asks (default: ${DEFAULT-VALUE}).")
  private String inference = "";

  @Option(
      names = "--inference-http",
      paramLabel = "URL",
      description = {
        "REST of an inference server, to have it load the release from its --releases; once for",
        "each (default: they have the release already)."
      })
  private List<URI> inferenceHttp = new ArrayList<>();

  @Option(
      names = "--retrieval",
      defaultValue = "http://127.0.0.1:8080",
      paramLabel = "URL",
      description = "A retrieval server (default: ${DEFAULT-VALUE}).")
  private URI retrieval = URI.create("");

  /**
   * The system.
   *
   * @param startsJobs whether it will be asked to start one: then there must be a jar
   * @param progress told what a cluster does
   * @throws IllegalStateException when there is no such cluster
   */
  RunningSystem find(boolean startsJobs, Consumer<String> progress)
      throws IOException, InterruptedException {
    Path root = Path.of(System.getProperty("freshet.root", "."));
    if (place.cluster != null) {
      return of(Cluster.existing(place.cluster, root, progress));
    }
    KafkaOptions kafka = place.kafka == null ? new KafkaOptions() : place.kafka;
    Map<String, String> settings = new HashMap<>();
    settings.put("kafka.bootstrap-servers", kafka.bootstrapServers());
    settings.put("topics.prefix", kafka.topics().prefix());
    settings.put("topics.partitions", Integer.toString(kafka.topics().partitions()));
    settings.put("inference.target", inference);
    settings.putAll(job);
    Path file = jar != null ? jar : startsJobs ? JobJar.in(root) : root;
    return new RunningSystem(
        kafka.bootstrapServers(),
        kafka.topics(),
        directory == null ? Path.of("releases") : directory,
        new FlinkEmbeddingJobs(new FlinkRest(flink), file, settings),
        inferenceHttp,
        retrieval);
  }

  private RunningSystem of(Cluster cluster) throws IOException, InterruptedException {
    ClusterState state = cluster.state();
    return new RunningSystem(
        state.kafka(),
        cluster.topics(),
        directory == null ? cluster.releases() : directory,
        new ClusterEmbeddingJobs(cluster, job),
        List.of(local(state.ports().inferenceHttp())),
        local(state.ports().retrieval()));
  }

  private static URI local(int port) {
    return URI.create("http://127.0.0.1:" + port);
  }
}
