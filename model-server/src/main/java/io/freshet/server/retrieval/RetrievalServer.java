package io.freshet.server.retrieval;

import io.freshet.schemas.Topics;
import io.freshet.server.retrieval.graph.NeighborhoodLookup;
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
import io.freshet.server.retrieval.status.StatusBoard;
import io.freshet.server.retrieval.status.StatusConfig;
import io.freshet.server.retrieval.status.Watched;
import io.freshet.server.training.ReleaseAnnouncement;
import io.prometheus.metrics.instrumentation.jvm.JvmMetrics;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.time.Clock;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;

/**
 * A running retrieval server: reads the topics, answers over HTTP. Holds no state of its own that
 * the topics do not have; starting again rebuilds everything. Thread-safe.
 */
public final class RetrievalServer implements AutoCloseable {
  private static final Duration CHECK_RECALL_EVERY = Duration.ofSeconds(1);

  private final Ingest ingest;
  private final RecallCanary canary;
  private final StatusBoard status;
  private final HttpServer http;

  private RetrievalServer(Ingest ingest, RecallCanary canary, StatusBoard status, HttpServer http) {
    this.ingest = ingest;
    this.canary = canary;
    this.status = status;
    this.http = http;
  }

  /**
   * Starts reading and listening, and returns without waiting for either the broker or readiness.
   *
   * @throws RuntimeException when the port cannot be bound; nothing is left running
   */
  public static RetrievalServer start(RetrievalServerConfig config) {
    return start(config, StatusConfig.defaults());
  }

  /**
   * The same, told what its ops page is to watch.
   *
   * @throws RuntimeException when the port cannot be bound; nothing is left running
   */
  public static RetrievalServer start(RetrievalServerConfig config, StatusConfig watch) {
    return start(config, watch, Clock.systemUTC());
  }

  static RetrievalServer start(
      RetrievalServerConfig config, StatusConfig watch, InstantSource clock) {
    PrometheusRegistry registry = new PrometheusRegistry();
    JvmMetrics.builder().register(registry);
    Stores stores = Stores.create(config.items(), config.users(), clock);
    Ingest ingest = Ingest.start(ingestConfig(config), stores, registry, clock);
    RecallCanary canary = new RecallCanary();
    StatusBoard status =
        StatusBoard.start(
            new Watched(ingestConfig(config), ingest, stores, canary, registry), watch, clock);
    try {
      Recommender recommender =
          new Recommender(stores, ingest::serving, config.recency(), clock, canary);
      HttpServer http =
          HttpServer.start(
              new Listening(config.host(), config.port(), config.keys()),
              new Served(
                  recommender,
                  new ActiveRecord(ingest, announcement(config, clock), config.release()),
                  ingest::waitingFor,
                  new TitleSearch(stores),
                  graph(config),
                  status),
              registry,
              clock);
      canary.start(registry, CHECK_RECALL_EVERY);
      return new RetrievalServer(ingest, canary, status, http);
    } catch (RuntimeException e) {
      status.close();
      canary.close();
      ingest.close();
      throw e;
    }
  }

  /** The port that is listened on. */
  public int port() {
    return http.port();
  }

  /**
   * Whether everything that was on the topics at the start has been applied and an index with at
   * least one item serves.
   */
  public boolean isReady() {
    return ingest.waitingFor().isEmpty();
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
    // Ends the streams, for which the HTTP server would wait.
    status.close();
    http.close();
    canary.close();
    ingest.close();
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
