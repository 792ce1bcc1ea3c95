package io.freshet.server.retrieval;

import io.freshet.schemas.Topics;
import io.freshet.server.retrieval.graph.NeighborhoodLookup;
import io.freshet.server.retrieval.grpc.GrpcServer;
import io.freshet.server.retrieval.http.HttpServer;
import io.freshet.server.retrieval.http.Listening;
import io.freshet.server.retrieval.http.Served;
import io.freshet.server.retrieval.index.Stores;
import io.freshet.server.retrieval.ingest.Consumers;
import io.freshet.server.retrieval.ingest.Freshness;
import io.freshet.server.retrieval.ingest.Ingest;
import io.freshet.server.retrieval.ingest.IngestConfig;
import io.freshet.server.retrieval.query.RecallCanary;
import io.freshet.server.retrieval.query.Recommender;
import io.freshet.server.retrieval.query.TitleSearch;
import io.freshet.server.retrieval.query.WarmUp;
import io.freshet.server.retrieval.status.StatusBoard;
import io.freshet.server.retrieval.status.StatusConfig;
import io.freshet.server.retrieval.status.Watched;
import io.freshet.server.retrieval.store.SnapshotDirectory;
import io.freshet.server.retrieval.store.Snapshots;
import io.freshet.server.retrieval.text.InferenceTextVectors;
import io.freshet.server.training.ReleaseAnnouncement;
import io.prometheus.metrics.instrumentation.jvm.JvmMetrics;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.time.Clock;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * A running retrieval server: reads the topics, answers over HTTP. Holds no state of its own that
 * the topics do not have; snapshots only make a start quicker. Thread-safe.
 */
public final class RetrievalServer implements AutoCloseable {
  private static final Duration CHECK_RECALL_EVERY = Duration.ofSeconds(1);
  private static final Duration LONGEST_LAG_AT_START = Duration.ofSeconds(10);

  private final Running running;
  private final Ingest ingest;
  private final Readiness readiness;
  private final HttpServer http;
  private final OptionalInt grpcPort;

  private RetrievalServer(
      Running running, Ingest ingest, Readiness readiness, HttpServer http, OptionalInt grpcPort) {
    this.running = running;
    this.ingest = ingest;
    this.readiness = readiness;
    this.http = http;
    this.grpcPort = grpcPort;
  }

  /**
   * Starts reading and listening, and returns without waiting for either the broker or readiness;
   * but a snapshot is checked first.
   *
   * @throws RuntimeException when the port cannot be bound or the snapshot directory not used;
   *     nothing is left running
   */
  public static RetrievalServer start(RetrievalServerConfig config) {
    return start(config, StatusConfig.defaults());
  }

  /**
   * The same, told what its ops page is to watch.
   *
   * @throws RuntimeException when the port cannot be bound or the snapshot directory not used;
   *     nothing is left running
   */
  public static RetrievalServer start(RetrievalServerConfig config, StatusConfig watch) {
    return start(config, watch, Clock.systemUTC());
  }

  static RetrievalServer start(
      RetrievalServerConfig config, StatusConfig watch, InstantSource clock) {
    Running running = new Running();
    try {
      return start(config, watch, clock, running);
    } catch (RuntimeException e) {
      running.close();
      throw e;
    }
  }

  private static RetrievalServer start(
      RetrievalServerConfig config, StatusConfig watch, InstantSource clock, Running running) {
    PrometheusRegistry registry = new PrometheusRegistry();
    JvmMetrics.builder().register(registry);
    Stores stores = Stores.create(config.items(), config.users(), clock);
    Optional<SnapshotDirectory> disk =
        config.snapshots().map(it -> running.add(SnapshotDirectory.open(it.directory(), clock)));
    Ingest ingest =
        running.add(
            Ingest.start(
                ingestConfig(config), stores, disk.map(SnapshotDirectory::store), registry, clock));
    Optional<Snapshots> snapshots =
        disk.map(
            it ->
                running.add(
                    Snapshots.start(
                        it,
                        config.snapshots().orElseThrow(),
                        ingest::prepareSnapshot,
                        registry,
                        clock)));
    RecallCanary canary = running.add(new RecallCanary());
    StatusBoard status =
        running.add(
            StatusBoard.start(
                new Watched(ingestConfig(config), ingest, stores, canary, registry), watch, clock));
    Recommender recommender =
        new Recommender(stores, ingest::serving, config.recency(), clock, canary);
    Readiness readiness =
        running.add(
            Readiness.start(
                ingest::waitingFor,
                ingest::lag,
                LONGEST_LAG_AT_START,
                () -> WarmUp.run(recommender, stores),
                registry));
    HttpServer http =
        running.add(
            HttpServer.start(
                listening(config, config.port()),
                new Served(
                    recommender,
                    new ActiveRecord(ingest, announcement(config, clock), config.release()),
                    readiness::waitingFor,
                    new TitleSearch(stores),
                    graph(config),
                    status,
                    config.inference().map(it -> running.add(new InferenceTextVectors(it))),
                    snapshots.map(it -> it::take)),
                registry,
                clock));
    // Closed once more, before the HTTP server, which would wait for the streams.
    AutoCloseable unused = running.add(status);
    OptionalInt grpcPort = OptionalInt.empty();
    if (config.grpcPort().isPresent()) {
      Listening listening = listening(config, config.grpcPort().getAsInt());
      grpcPort =
          OptionalInt.of(running.add(GrpcServer.start(listening, recommender, registry)).port());
    }
    canary.start(registry, CHECK_RECALL_EVERY);
    return new RetrievalServer(running, ingest, readiness, http, grpcPort);
  }

  /** The port that is listened on. */
  public int port() {
    return http.port();
  }

  /** The port that is listened on for gRPC; empty when it is not. */
  public OptionalInt grpcPort() {
    return grpcPort;
  }

  /**
   * Whether everything that was on the topics at the start has been applied, an index with at least
   * one item serves, it lagged little at one time since, and the code that answers has been warmed
   * up.
   */
  public boolean isReady() {
    return readiness.waitingFor().isEmpty();
  }

  /** Items in the serving index; 0 while none serves. */
  public int indexSize() {
    return ingest.serving().map(generation -> generation.index().size()).orElse(0);
  }

  /** How long events took to become searchable. */
  public Freshness freshness() {
    return ingest.freshness();
  }

  /** Stops listening, then reading. */
  @Override
  public void close() {
    running.close();
  }

  private static Listening listening(RetrievalServerConfig config, int port) {
    return new Listening(config.host(), port, config.keys(), config.tls());
  }

  private static NeighborhoodLookup graph(RetrievalServerConfig config) {
    return new NeighborhoodLookup(
        new Topics(config.topicPrefix(), 1).itemNeighborhoods().name(),
        () -> Consumers.open(config.consumerProperties()),
        config.schemas());
  }

  private static ReleaseAnnouncement announcement(
      RetrievalServerConfig config, InstantSource clock) {
    return new ReleaseAnnouncement(
        Map.copyOf(config.consumerProperties()), new Topics(config.topicPrefix(), 1), clock);
  }

  private static IngestConfig ingestConfig(RetrievalServerConfig config) {
    return new IngestConfig(
        new Topics(config.topicPrefix(), 1),
        config.consumerProperties(),
        config.release(),
        config.minCoverage(),
        config.index(),
        config.items(),
        config.users(),
        config.schemas());
  }
}
