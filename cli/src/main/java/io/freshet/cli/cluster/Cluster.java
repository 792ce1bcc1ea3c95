package io.freshet.cli.cluster;

import static java.util.Objects.requireNonNull;

import io.freshet.kafka.EmbeddedKafka;
import io.freshet.schemas.Topics;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * A broker, a Flink session cluster, the servers and an invented world, each a process of its own.
 * {@link #up} starts what is missing, in the order in which one needs the other, and leaves alone
 * what runs; so it is also how a part that was killed comes back.
 */
public final class Cluster {
  private static final String GRAPH_JOB = "freshet-interaction-graph";
  private static final String FEATURE_JOB = "freshet-catalog-feature-" + FirstRelease.ENCODER;

  private static final Duration PATIENCE = Duration.ofMinutes(5);

  private final ClusterSettings settings;
  private final Path directory;
  private final ClusterPorts ports;
  private final ClusterMetrics metrics;
  private final ProcessTable processes;
  private final JavaCommand java;
  private final ServerArguments servers;
  private final FlinkRest flink;
  private final Consumer<String> progress;
  private final HttpProbe probe = new HttpProbe();
  private final FirstRelease release;
  private final Topics topics = new Topics("", JobKeys.PARTITIONS);

  private Cluster(ClusterSettings settings, Consumer<String> progress) throws IOException {
    this.settings = settings;
    this.progress = requireNonNull(progress, "progress is null");
    directory = Files.createDirectories(settings.directory()).toAbsolutePath().normalize();
    ports = ClusterPorts.of(directory);
    metrics = new ClusterMetrics(ports, settings.taskManagers());
    processes = ProcessTable.in(directory);
    java = JavaCommand.ofThisJvm();
    servers = new ServerArguments(ports, metrics);
    flink = new FlinkRest(ports.flinkRest());
    release = new FirstRelease(settings, directory, java, topics, progress);
  }

  /**
   * The cluster of a directory, running or not.
   *
   * @param progress told what is being done
   */
  public static Cluster of(ClusterSettings settings, Consumer<String> progress) throws IOException {
    return new Cluster(settings, progress);
  }

  /**
   * A cluster that was started before, whether it runs or not.
   *
   * @param root of the project
   * @throws IllegalStateException when there is none in the directory
   */
  public static Cluster existing(Path directory, Path root, Consumer<String> progress)
      throws IOException {
    if (!ClusterPorts.areIn(directory)) {
      throw new IllegalStateException(
          "Cannot find a cluster: start one with ./freshet cluster up --directory %s"
              .formatted(directory));
    }
    return new Cluster(new ClusterSettings(directory, root, 1, 1, 1, 0, 0), progress);
  }

  /** Starts what does not run, and returns when everything answers. */
  public void up() throws Exception {
    ClusterJobs jobs = jobs();
    PrometheusFile.write(
        directory.resolve("prometheus.yml"),
        PrometheusFile.of(settings.root().resolve("deploy/prometheus"), metrics.byScrapeJob()));
    startBroker();
    startFlink();
    ensure("encoder", "-Xmx512m", servers.encoder());
    awaitAnswer("encoder", ports.encoderHttp(), "/v2/health/ready");
    jobs.ensure(
        GRAPH_JOB, "io.freshet.jobs.InteractionGraphJob", keys().graph(settings.graphKeys()));
    jobs.ensure(FEATURE_JOB, "io.freshet.jobs.CatalogFeatureJob", keys().features());
    release.ensure(kafka());
    Map<String, Map<String, String>> embedded = embedded().all();
    ensure("inference", "-Xmx512m", servers.inference(releases(), embedded.keySet()));
    awaitAnswer("inference", ports.inferenceHttp(), "/v2/health/ready");
    for (Map.Entry<String, Map<String, String>> each : embedded.entrySet()) {
      startEmbedding(jobs, each.getKey(), each.getValue());
    }
    ensure("retrieval", "-Xmx512m", servers.retrieval(kafka()));
    awaitAnswer("retrieval", ports.retrieval(), "/readyz");
    if (settings.rate() > 0) {
      ensure(
          "events",
          "-Xmx256m",
          release.world(kafka(), "--history", "0", "--rate", "" + settings.rate()));
    }
  }

  /**
   * Starts the embedding job of a release unless it runs. From then on it belongs to the cluster:
   * it comes back with {@link #up}, and the inference server with its release.
   *
   * @param keys of its job, beside the addresses that the cluster gives all jobs
   */
  public void addEmbedding(String release, Map<String, String> keys)
      throws IOException, InterruptedException {
    embedded().add(release, keys);
    startEmbedding(jobs(), release, keys);
  }

  /**
   * Ends the embedding job of a release for good.
   *
   * @return whether there was one
   */
  public boolean retireEmbedding(String release) throws IOException, InterruptedException {
    embedded().remove(release);
    return flink.cancel(embeddingJob(release));
  }

  /** Stops everything; what it keeps stays. */
  public void down() throws IOException, InterruptedException {
    processes.stopAll();
  }

  /** How it is now. */
  public ClusterState state() throws IOException, InterruptedException {
    Map<String, Boolean> running = new LinkedHashMap<>();
    processes.all().keySet().forEach(name -> running.put(name, processes.isRunning(name)));
    Map<String, String> jobs = new TreeMap<>();
    Stream.concat(
            Stream.of(GRAPH_JOB, FEATURE_JOB),
            embedded().all().keySet().stream().map(Cluster::embeddingJob))
        .forEach(name -> jobs.put(name, ClusterState.MISSING));
    jobs.putAll(flink.jobs());
    return new ClusterState(
        kafka(),
        ports,
        running,
        flink.taskManagers(),
        jobs,
        probe.answers(ports.retrieval(), "/readyz"));
  }

  /** What was started, by name. */
  public Map<String, ManagedProcess> processes() {
    return processes.all();
  }

  /** Sends a process a signal, such as KILL or STOP. */
  public void signal(String name, String signal) throws IOException, InterruptedException {
    processes.signal(name, signal);
  }

  /** Checkpoints of the jobs that run, by name. */
  public Map<String, CheckpointCounts> checkpoints() throws InterruptedException {
    return flink.checkpoints();
  }

  /** The topics that its parts speak through. */
  public Topics topics() {
    return topics;
  }

  /** Name of the embedding job of a release. */
  public static String embeddingJob(String release) {
    return "freshet-embedding-" + release;
  }

  /** Directory of its releases. */
  public Path releases() {
    return release.path().resolveSibling(".").normalize();
  }

  /** Directory of its first release. */
  public Path release() {
    return release.path();
  }

  private void startBroker() throws Exception {
    ensure("broker", "-Xmx512m", "serve", "broker", "--directory", brokerDirectory().toString());
    await("broker", () -> ClusterTopics.isReachable(kafka()));
    try (ClusterTopics all = new ClusterTopics(kafka())) {
      all.create(
          Stream.concat(
                  topics.fixed().stream(),
                  Stream.of(
                      topics.itemFeatures(FirstRelease.ENCODER),
                      topics.itemEmbeddings(FirstRelease.ID),
                      topics.embeddingRounds(FirstRelease.ID)))
              .toList());
    }
  }

  private void startFlink() throws Exception {
    FlinkProcesses flinks =
        new FlinkProcesses(
            settings.root().resolve("deploy/flink").toAbsolutePath(),
            directory,
            settings.checkpointDirectory(),
            ports,
            java);
    if (!processes.isRunning("jobmanager")) {
      progress.accept("starting jobmanager");
      processes.start("jobmanager", flinks.jobManager());
    }
    for (int number = 1; number <= settings.taskManagers(); number++) {
      String name = "taskmanager-" + number;
      if (!processes.isRunning(name)) {
        progress.accept("starting " + name);
        processes.start(name, flinks.taskManager(number));
      }
    }
    await("jobmanager", () -> flink.taskManagers() >= settings.taskManagers());
  }

  /** Waits until it holds, for as long as the process runs that must make it so. */
  private void await(String name, Waiting.Condition condition) throws Exception {
    Waiting.until(
        name,
        PATIENCE,
        () -> {
          if (!processes.isRunning(name)) {
            throw new IllegalStateException(
                "Cannot go on with the cluster: %s has ended, see its log (%s)"
                    .formatted(name, processes.log(name)));
          }
          return condition.holds();
        });
  }

  private void awaitAnswer(String name, int port, String path) throws Exception {
    await(name, () -> probe.answers(port, path));
  }

  private ClusterJobs jobs() throws IOException {
    return new ClusterJobs(
        directory, settings.checkpointDirectory(), JobJar.in(settings.root()), flink);
  }

  private void startEmbedding(ClusterJobs jobs, String id, Map<String, String> others)
      throws IOException, InterruptedException {
    jobs.ensure(embeddingJob(id), "io.freshet.jobs.EmbeddingJob", keys().embedding(id, others));
  }

  /** Read each time: a rollout may have changed them in another process. */
  private ClusterReleases embedded() throws IOException {
    return ClusterReleases.in(directory);
  }

  private JobKeys keys() throws IOException {
    return new JobKeys(kafka(), ports);
  }

  private void ensure(String name, String heap, String... arguments) throws IOException {
    if (!processes.isRunning(name)) {
      progress.accept("starting " + name);
      processes.start(name, java.freshet(List.of(heap), arguments));
    }
  }

  private Path brokerDirectory() {
    return directory.resolve("kafka");
  }

  private String kafka() throws IOException {
    return EmbeddedKafka.recordedAddress(brokerDirectory()).orElse("");
  }
}
