package io.freshet.cli.playground;

import io.freshet.cli.train.TrainedRelease;
import io.freshet.jobs.CatalogFeatureConfig;
import io.freshet.jobs.CatalogFeatureJob;
import io.freshet.jobs.EmbeddingConfig;
import io.freshet.jobs.EmbeddingJob;
import io.freshet.jobs.InteractionGraphConfig;
import io.freshet.jobs.InteractionGraphJob;
import io.freshet.kafka.EmbeddedKafka;
import io.freshet.schemas.Topic;
import io.freshet.schemas.Topics;
import io.freshet.server.inference.InferenceServer;
import io.freshet.server.inference.InferenceServerConfig;
import io.freshet.server.model.Release;
import io.freshet.server.retrieval.RetrievalServer;
import io.freshet.server.retrieval.RetrievalServerConfig;
import io.freshet.server.retrieval.status.ScrapeTarget;
import io.freshet.server.retrieval.status.StatusConfig;
import java.io.IOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The running parts: a broker, a Flink cluster, the inference server; the graph and the feature job
 * from the start, the embedding job and the retrieval server once there is a release.
 */
final class PlaygroundSystem implements AutoCloseable {
  private static final String HOST = "127.0.0.1";

  /** Graph, features, embeddings, and the embeddings of a release that is being rolled out. */
  private static final int JOBS = 4;

  private static final int PARTITIONS = 4;

  private final PlaygroundSettings settings;
  private final Topics topics = new Topics("", PARTITIONS);
  private final List<Topic> created = new ArrayList<>();
  private final EmbeddedKafka kafka;
  private final InferenceServer inference;
  private final LocalFlink flink;
  private final InteractionGraphConfig graphConfig;
  private final CatalogFeatureConfig featureConfig;
  private Optional<RetrievalServer> retrieval = Optional.empty();

  private PlaygroundSystem(
      PlaygroundSettings settings,
      EmbeddedKafka kafka,
      InferenceServer inference,
      LocalFlink flink) {
    this.settings = settings;
    this.kafka = kafka;
    this.inference = inference;
    this.flink = flink;
    graphConfig = InteractionGraphConfig.from(graphKeys(jobKeys("")));
    featureConfig = CatalogFeatureConfig.from(inferenceKeys(jobKeys("")));
  }

  /** Starts everything that needs no release. */
  static PlaygroundSystem start(PlaygroundSettings settings) throws Exception {
    List<AutoCloseable> started = new ArrayList<>();
    try {
      EmbeddedKafka kafka = EmbeddedKafka.start(settings.directory().resolve("kafka"));
      started.add(kafka);
      InferenceServer inference =
          InferenceServer.start(
              InferenceServerConfig.defaults()
                  .withPorts(
                      FreePort.orAny(settings.ports().inferenceHttp()),
                      FreePort.orAny(settings.ports().inferenceGrpc()))
                  .withReleases(settings.directory().resolve("releases")));
      started.add(inference);
      LocalFlink flink =
          LocalFlink.start(
              settings.directory(),
              JOBS * settings.parallelism(),
              settings.ports().flink(),
              FreePort.orAnother(settings.ports().flinkMetrics()));
      started.add(flink);
      PlaygroundSystem system = new PlaygroundSystem(settings, kafka, inference, flink);
      system.startFirstJobs();
      return system;
    } catch (Exception e) {
      for (int i = started.size() - 1; i >= 0; i--) {
        started.get(i).close();
      }
      throw e;
    }
  }

  String bootstrapServers() {
    return kafka.bootstrapServers();
  }

  Topics topics() {
    return topics;
  }

  /** Topics that jobs read and may refuse records of. */
  List<Topic> topicsInUse() {
    return List.copyOf(created);
  }

  InteractionGraphConfig graphConfig() {
    return graphConfig;
  }

  CatalogFeatureConfig featureConfig() {
    return featureConfig;
  }

  Topic features() {
    return topics.itemFeatures(featureConfig.feature().encoder());
  }

  /** Starts the embedding job of a release. */
  void startEmbedding(TrainedRelease trained) throws IOException {
    Release release = trained.release();
    createTopics(
        List.of(topics.itemEmbeddings(release.id()), topics.embeddingRounds(release.id())));
    inference.load(trained.directory());
    flink.submit(
        "embedding-" + release.id(),
        (environment, checkpoints) ->
            EmbeddingJob.assemble(
                environment,
                EmbeddingConfig.from(embeddingKeys(inferenceKeys(jobKeys(checkpoints)), release))));
  }

  /**
   * Ends the embedding job of a release for good.
   *
   * @return whether there was one
   */
  boolean stopEmbedding(String release) {
    return flink.cancel("embedding-" + release);
  }

  /** Starts the retrieval server. */
  RetrievalServer startRetrieval() {
    RetrievalServer server =
        RetrievalServer.start(
            RetrievalServerConfig.defaults()
                .withBootstrapServers(bootstrapServers())
                .withAddress(HOST, FreePort.orAny(settings.ports().retrieval())),
            StatusConfig.defaults().withTargets(metrics()));
    retrieval = Optional.of(server);
    return server;
  }

  /** Whose metrics the ops page shows. */
  private List<ScrapeTarget> metrics() {
    return List.of(
        new ScrapeTarget("flink", flinkMetrics()),
        new ScrapeTarget("inference", inferenceUri().resolve("/metrics")));
  }

  /** Throws when a job has ended. */
  void check() {
    flink.check();
  }

  URI flinkUi() {
    return flink.webUi();
  }

  /** Prometheus metrics of the cluster and its jobs. */
  URI flinkMetrics() {
    return flink.metrics();
  }

  URI inferenceUri() {
    return URI.create("http://%s:%d".formatted(HOST, inference.httpPort()));
  }

  int inferenceGrpcPort() {
    return inference.grpcPort();
  }

  /** A line for each job that is not running just now. */
  List<String> unwell() {
    return flink.unwell();
  }

  /** Stops everything, what feeds the others last, whatever fails on the way. */
  @Override
  @SuppressWarnings("try") // named to be closed, in the reverse order
  public void close() {
    try (EmbeddedKafka last = kafka;
        InferenceServer third = inference;
        LocalFlink second = flink) {
      retrieval.ifPresent(RetrievalServer::close);
    }
  }

  private void startFirstJobs() throws IOException {
    createTopics(topics.fixed());
    createTopics(List.of(features()));
    flink.submit(
        "catalog-feature",
        (environment, checkpoints) ->
            CatalogFeatureJob.assemble(
                environment, CatalogFeatureConfig.from(inferenceKeys(jobKeys(checkpoints)))));
    flink.submit(
        "interaction-graph",
        (environment, checkpoints) ->
            InteractionGraphJob.assemble(
                environment, InteractionGraphConfig.from(graphKeys(jobKeys(checkpoints)))));
  }

  private void createTopics(List<Topic> wanted) {
    kafka.createTopicsWithDeadLetters(wanted);
    created.addAll(wanted);
  }

  private Map<String, String> jobKeys(String checkpoints) {
    Map<String, String> keys = new HashMap<>();
    keys.put("kafka.bootstrap-servers", bootstrapServers());
    keys.put("topics.partitions", Integer.toString(PARTITIONS));
    keys.put("job.checkpoint-interval", "10 s");
    keys.put("job.checkpoint-directory", checkpoints);
    keys.put("job.parallelism", Integer.toString(settings.parallelism()));
    return keys;
  }

  private Map<String, String> inferenceKeys(Map<String, String> keys) {
    keys.put("inference.target", "%s:%d".formatted(HOST, inference.grpcPort()));
    return keys;
  }

  private Map<String, String> graphKeys(Map<String, String> keys) {
    keys.put("edge.cache-entries", "3000000");
    keys.put("edge.drift-epsilon", Double.toString(settings.precision().epsilon()));
    return keys;
  }

  private Map<String, String> embeddingKeys(Map<String, String> keys, Release release) {
    String threshold = Double.toString(settings.precision().threshold());
    // It can be rebuilt from its topics, so it may have more to repeat after a failure.
    keys.put("job.checkpoint-interval", "30 s");
    keys.put("embedding.release", release.id());
    keys.put("embedding.encoder", release.encoder());
    keys.put("embedding.layers", Integer.toString(release.layers()));
    keys.put("embedding.dimensions", Integer.toString(release.dimensions()));
    keys.put("embedding.text-dimensions", Integer.toString(release.textDimensions()));
    keys.put("embedding.round", PlaygroundSettings.ROUND.toMillis() + " ms");
    keys.put("embedding.delta", threshold);
    keys.put("embedding.gamma", threshold);
    keys.put("embedding.theta", threshold);
    return keys;
  }
}
