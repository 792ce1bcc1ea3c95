package io.freshet.cli.cluster;

import static java.util.Objects.requireNonNull;

import io.freshet.kafka.EmbeddedKafka;
import io.freshet.schemas.Topics;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * A broker, a Flink session cluster, the servers and an invented world, each a process of its own.
 * {@link #up} starts what is missing, in the order in which one needs the other, and leaves alone
 * what runs; so it is also how a part that was killed comes back.
 */
public final class Cluster {
  /** Jobs of a complete cluster. */
  static final int JOBS = 3;

  private static final int PARTITIONS = 4;
  private static final int PARALLELISM = 2;
  private static final Duration PATIENCE = Duration.ofMinutes(5);

  private final ClusterSettings settings;
  private final Path directory;
  private final ClusterPorts ports;
  private final ClusterMetrics metrics;
  private final ProcessTable processes;
  private final JavaCommand java;
  private final FlinkRest flink;
  private final Consumer<String> progress;
  private final HttpProbe probe = new HttpProbe();
  private final FirstRelease release;
  private final Topics topics = new Topics("", PARTITIONS);

  private Cluster(ClusterSettings settings, Consumer<String> progress) throws IOException {
    this.settings = settings;
    this.progress = requireNonNull(progress, "progress is null");
    directory = Files.createDirectories(settings.directory()).toAbsolutePath().normalize();
    ports = ClusterPorts.of(directory);
    metrics = new ClusterMetrics(ports, settings.taskManagers());
    processes = ProcessTable.in(directory);
    java = JavaCommand.ofThisJvm();
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

  /** Starts what does not run, and returns when everything answers. */
  public void up() throws Exception {
    Path jar = JobJar.in(settings.root());
    PrometheusFile.write(
        directory.resolve("prometheus.yml"),
        PrometheusFile.of(settings.root().resolve("deploy/prometheus"), metrics.byScrapeJob()));
    startBroker();
    startFlink();
    ensure(
        "encoder",
        "-Xmx512m",
        "serve",
        "inference",
        "--http-port",
        text(ports.encoderHttp()),
        "--grpc-port",
        text(ports.encoderGrpc()));
    probe.await("the text encoder", PATIENCE, ports.encoderHttp(), "/v2/health/ready");
    ClusterJobs jobs = new ClusterJobs(directory, settings.checkpointDirectory(), jar, flink);
    jobs.ensure("freshet-interaction-graph", "io.freshet.jobs.InteractionGraphJob", graphKeys());
    jobs.ensure(
        "freshet-catalog-feature-" + FirstRelease.ENCODER,
        "io.freshet.jobs.CatalogFeatureJob",
        inferenceKeys(ports.encoderGrpc()));
    release.ensure(kafka());
    ensure(
        "inference",
        "-Xmx512m",
        "serve",
        "inference",
        "--release",
        release.path().toString(),
        "--releases",
        release.path().resolveSibling(".").normalize().toString(),
        "--http-port",
        text(ports.inferenceHttp()),
        "--grpc-port",
        text(ports.inferenceGrpc()));
    probe.await("the inference server", PATIENCE, ports.inferenceHttp(), "/v2/health/ready");
    jobs.ensure(
        "freshet-embedding-" + FirstRelease.ID, "io.freshet.jobs.EmbeddingJob", embeddingKeys());
    ensure("retrieval", "-Xmx512m", retrieval());
    probe.await("the retrieval server", PATIENCE, ports.retrieval(), "/readyz");
    if (settings.rate() > 0) {
      ensure(
          "events",
          "-Xmx256m",
          release.world(kafka(), "--history", "0", "--rate", "" + settings.rate()));
    }
  }

  /** Stops everything; what it keeps stays. */
  public void down() throws IOException, InterruptedException {
    processes.stopAll();
  }

  /** How it is now. */
  public ClusterState state() throws IOException, InterruptedException {
    Map<String, Boolean> running = new LinkedHashMap<>();
    processes.all().keySet().forEach(name -> running.put(name, processes.isRunning(name)));
    return new ClusterState(
        kafka(),
        ports,
        running,
        flink.taskManagers(),
        flink.jobs(),
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

  /** Directory of the release that it serves. */
  public Path release() {
    return release.path();
  }

  private void startBroker() throws Exception {
    ensure("broker", "-Xmx512m", "serve", "broker", "--directory", brokerDirectory().toString());
    Waiting.until("the broker", PATIENCE, () -> ClusterTopics.isReachable(kafka()));
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
    Waiting.until("Flink", PATIENCE, this::isFlinkComplete);
  }

  /** A JobManager that ended as it started, on a busy machine say, is not waited for. */
  private boolean isFlinkComplete() throws IOException, InterruptedException {
    if (!processes.isRunning("jobmanager")) {
      throw new IllegalStateException(
          "Cannot go on with the cluster: jobmanager ended as it started; see %s, then start again"
              .formatted(processes.log("jobmanager")));
    }
    return flink.taskManagers() >= settings.taskManagers();
  }

  private void ensure(String name, String heap, String... arguments) throws IOException {
    if (!processes.isRunning(name)) {
      progress.accept("starting " + name);
      processes.start(name, java.freshet(List.of(heap), arguments));
    }
  }

  private String[] retrieval() throws IOException {
    List<String> arguments =
        new ArrayList<>(
            List.of(
                "serve",
                "retrieval",
                "--bootstrap-servers",
                kafka(),
                "--port",
                text(ports.retrieval())));
    // Of every process with metrics, for the ops page.
    metrics
        .ofOthers()
        .forEach(
            (name, address) -> {
              arguments.add("--scrape");
              arguments.add("%s=http://%s/metrics".formatted(name, address));
            });
    return arguments.toArray(String[]::new);
  }

  private Map<String, String> jobKeys() throws IOException {
    Map<String, String> keys = new LinkedHashMap<>();
    keys.put("kafka.bootstrap-servers", kafka());
    keys.put("topics.partitions", text(PARTITIONS));
    keys.put("job.parallelism", text(PARALLELISM));
    return keys;
  }

  private Map<String, String> graphKeys() throws IOException {
    Map<String, String> keys = jobKeys();
    keys.putAll(settings.graphKeys());
    return keys;
  }

  private Map<String, String> inferenceKeys(int port) throws IOException {
    Map<String, String> keys = jobKeys();
    keys.put("inference.target", "127.0.0.1:" + port);
    return keys;
  }

  private Map<String, String> embeddingKeys() throws IOException {
    Map<String, String> keys = inferenceKeys(ports.inferenceGrpc());
    keys.put("embedding.release", FirstRelease.ID);
    keys.put("job.checkpoint-interval", "10 s");
    return keys;
  }

  private Path brokerDirectory() {
    return directory.resolve("kafka");
  }

  private String kafka() throws IOException {
    return EmbeddedKafka.recordedAddress(brokerDirectory()).orElse("");
  }

  private static String text(int number) {
    return Integer.toString(number);
  }
}
