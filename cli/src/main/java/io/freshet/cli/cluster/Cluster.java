package io.freshet.cli.cluster;

import static java.util.Objects.requireNonNull;

import io.freshet.kafka.EmbeddedKafka;
import io.freshet.schemas.Topic;
import io.freshet.schemas.Topics;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
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

  private static final String RELEASE = "first";
  private static final String ENCODER = "minilm-l6-v2-q";
  private static final int PARTITIONS = 4;
  private static final int PARALLELISM = 2;
  private static final Duration PATIENCE = Duration.ofMinutes(5);
  private static final Duration TRAINING = Duration.ofMinutes(20);
  private static final int QUIET_LOOKS = 12;
  private static final int HTTP_OK = 200;

  private final ClusterSettings settings;
  private final Path directory;
  private final ClusterPorts ports;
  private final ProcessTable processes;
  private final JavaCommand java;
  private final FlinkRest flink;
  private final Consumer<String> progress;
  private final HttpClient client = HttpClient.newHttpClient();
  private final Topics topics = new Topics("", PARTITIONS);

  private Cluster(ClusterSettings settings, Consumer<String> progress) throws IOException {
    this.settings = settings;
    this.progress = requireNonNull(progress, "progress is null");
    directory = Files.createDirectories(settings.directory()).toAbsolutePath().normalize();
    ports = ClusterPorts.of(directory);
    processes = ProcessTable.in(directory);
    java = JavaCommand.ofThisJvm();
    flink = new FlinkRest(ports.flinkRest());
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
    Path jar = jar();
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
    awaitHttp("the text encoder", ports.encoderHttp(), "/v2/health/ready");
    ClusterJobs jobs = new ClusterJobs(directory, jar, flink);
    jobs.ensure("freshet-interaction-graph", "io.freshet.jobs.InteractionGraphJob", jobKeys());
    jobs.ensure(
        "freshet-catalog-feature-" + ENCODER,
        "io.freshet.jobs.CatalogFeatureJob",
        inferenceKeys(ports.encoderGrpc()));
    sendHistory();
    train();
    ensure(
        "inference",
        "-Xmx512m",
        "serve",
        "inference",
        "--release",
        release().toString(),
        "--http-port",
        text(ports.inferenceHttp()),
        "--grpc-port",
        text(ports.inferenceGrpc()));
    awaitHttp("the inference server", ports.inferenceHttp(), "/v2/health/ready");
    jobs.ensure("freshet-embedding-" + RELEASE, "io.freshet.jobs.EmbeddingJob", embeddingKeys());
    ensure(
        "retrieval",
        "-Xmx512m",
        "serve",
        "retrieval",
        "--bootstrap-servers",
        kafka(),
        "--port",
        text(ports.retrieval()));
    awaitHttp("the retrieval server", ports.retrieval(), "/readyz");
    if (settings.rate() > 0) {
      ensure("events", "-Xmx256m", generate("--history", "0", "--rate", "" + settings.rate()));
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
        answers(ports.retrieval(), "/readyz"));
  }

  /** What was started, by name. */
  public Map<String, ManagedProcess> processes() {
    return processes.all();
  }

  private void startBroker() throws Exception {
    ensure("broker", "-Xmx512m", "serve", "broker", "--directory", brokerDirectory().toString());
    Waiting.until("the broker", PATIENCE, () -> ClusterTopics.isReachable(kafka()));
    try (ClusterTopics all = new ClusterTopics(kafka())) {
      all.create(
          Stream.concat(
                  topics.fixed().stream(),
                  Stream.of(
                      topics.itemFeatures(ENCODER),
                      topics.itemEmbeddings(RELEASE),
                      topics.embeddingRounds(RELEASE)))
              .toList());
    }
  }

  private void startFlink() throws Exception {
    FlinkProcesses flinks =
        new FlinkProcesses(
            settings.root().resolve("deploy/flink").toAbsolutePath(), directory, ports, java);
    if (!processes.isRunning("jobmanager")) {
      progress.accept("starting jobmanager");
      processes.start("jobmanager", flinks.jobManager());
    }
    for (int number = 1; number <= settings.taskManagers(); number++) {
      String name = "taskmanager-" + number;
      if (!processes.isRunning(name)) {
        progress.accept("starting " + name);
        processes.start(name, flinks.taskManager());
      }
    }
    Waiting.until("Flink", PATIENCE, () -> flink.taskManagers() >= settings.taskManagers());
  }

  /** Once in the life of the directory. */
  private void sendHistory() throws Exception {
    Path sent = directory.resolve("history.sent");
    if (Files.exists(sent)) {
      return;
    }
    progress.accept("sending %,d events of history".formatted(settings.history()));
    run("history", generate("--history", Long.toString(settings.history()), "--rate", "0"));
    var unused = Files.createFile(sent);
  }

  /** Once, when all texts are encoded and the graph has come to rest. */
  private void train() throws Exception {
    if (Files.exists(release().resolve("release.json"))) {
      return;
    }
    progress.accept("encoding texts and building the graph");
    try (ClusterTopics all = new ClusterTopics(kafka())) {
      Waiting.until(
          "item features",
          TRAINING,
          () -> all.written(topics.itemFeatures(ENCODER)) >= settings.items());
      awaitRest(all, topics.itemNeighborhoods());
    }
    progress.accept("training release " + RELEASE);
    run(
        "train",
        "train",
        "--bootstrap-servers",
        kafka(),
        "--partitions",
        text(PARTITIONS),
        "--release",
        RELEASE,
        "--out",
        directory.resolve("releases").toString(),
        "--activate");
  }

  private static void awaitRest(ClusterTopics all, Topic topic) throws Exception {
    long[] last = {0, 0};
    Waiting.until(
        topic.name() + " to come to rest",
        TRAINING,
        () -> {
          long written = all.written(topic);
          last[1] = written > 0 && written == last[0] ? last[1] + 1 : 0;
          last[0] = written;
          return last[1] >= QUIET_LOOKS;
        });
  }

  private void ensure(String name, String heap, String... arguments) throws IOException {
    if (!processes.isRunning(name)) {
      progress.accept("starting " + name);
      processes.start(name, java.freshet(List.of(heap), arguments));
    }
  }

  /** Runs a command of ours to its end. */
  private void run(String name, String... arguments) throws Exception {
    Path log = Files.createDirectories(directory.resolve("logs")).resolve(name + ".log");
    Process process =
        new ProcessBuilder(java.freshet(List.of("-Xmx1g"), arguments))
            .redirectErrorStream(true)
            .redirectOutput(log.toFile())
            .start();
    boolean isOver = process.waitFor(TRAINING.toSeconds(), TimeUnit.SECONDS);
    if (!isOver || process.exitValue() != 0) {
      process.destroyForcibly();
      throw new IllegalStateException(
          "Cannot start the cluster: %s failed, see its log (%s)".formatted(name, log));
    }
  }

  private String[] generate(String... more) throws IOException {
    Stream<String> world =
        Stream.of(
            "generate",
            "--bootstrap-servers",
            kafka(),
            "--items",
            text(settings.items()),
            "--users",
            text(settings.users()));
    return Stream.concat(world, Stream.of(more)).toArray(String[]::new);
  }

  private Map<String, String> jobKeys() throws IOException {
    Map<String, String> keys = new LinkedHashMap<>();
    keys.put("kafka.bootstrap-servers", kafka());
    keys.put("topics.partitions", text(PARTITIONS));
    keys.put("job.parallelism", text(PARALLELISM));
    return keys;
  }

  private Map<String, String> inferenceKeys(int port) throws IOException {
    Map<String, String> keys = jobKeys();
    keys.put("inference.target", "127.0.0.1:" + port);
    return keys;
  }

  private Map<String, String> embeddingKeys() throws IOException {
    Map<String, String> keys = inferenceKeys(ports.inferenceGrpc());
    keys.put("embedding.release", RELEASE);
    keys.put("job.checkpoint-interval", "10 s");
    return keys;
  }

  private void awaitHttp(String what, int port, String path) throws Exception {
    Waiting.until(what, PATIENCE, () -> answers(port, path));
  }

  private boolean answers(int port, String path) throws InterruptedException {
    URI uri = URI.create("http://127.0.0.1:%d%s".formatted(port, path));
    try {
      return client
              .send(HttpRequest.newBuilder(uri).build(), BodyHandlers.discarding())
              .statusCode()
          == HTTP_OK;
    } catch (IOException e) {
      return false;
    }
  }

  private Path release() {
    return directory.resolve("releases").resolve(RELEASE);
  }

  private Path brokerDirectory() {
    return directory.resolve("kafka");
  }

  private String kafka() throws IOException {
    return EmbeddedKafka.recordedAddress(brokerDirectory()).orElse("");
  }

  /** The jar of the jobs, which the build makes. */
  private Path jar() throws IOException {
    Path target = settings.root().resolve("flink-jobs/target");
    if (Files.isDirectory(target)) {
      try (Stream<Path> files = Files.list(target)) {
        var jar = files.filter(file -> file.toString().endsWith("-job.jar")).findAny();
        if (jar.isPresent()) {
          return jar.get();
        }
      }
    }
    throw new IllegalStateException(
        "Cannot start the cluster: the jar of the jobs is missing; build it with"
            + " ./mvnw package -DskipTests (%s)".formatted(target));
  }

  private static String text(int number) {
    return Integer.toString(number);
  }
}
