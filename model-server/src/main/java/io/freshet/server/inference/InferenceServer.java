package io.freshet.server.inference;

import io.freshet.server.inference.batch.InferenceModel;
import io.freshet.server.inference.engine.EngineDefaults;
import io.freshet.server.inference.graph.HgnnModels;
import io.freshet.server.inference.text.TextEncoder;
import io.freshet.server.inference.text.TextEncoderModel;
import io.freshet.server.model.InvalidReleaseException;
import io.freshet.server.model.Release;
import io.grpc.Server;
import io.grpc.netty.shaded.io.grpc.netty.NettyServerBuilder;
import io.javalin.Javalin;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A running inference server: REST and gRPC in front of the text encoder and of the graph models of
 * the loaded releases.
 *
 * <p>It is live as soon as its ports are open and ready once every model has been warmed up and has
 * passed its self-check. Thread-safe.
 */
public final class InferenceServer implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(InferenceServer.class);
  private static final int MAX_MESSAGE_BYTES = 64 << 20;
  private static final int WIRE_THREADS = 4;
  private static final long DRAIN_SECONDS = 10;

  private final InferenceServerConfig config;
  private final Clock clock;
  private final InferenceMetrics metrics = new InferenceMetrics();
  private final ModelRegistry registry;
  private final InferenceService service;
  private final ExecutorService wire = Executors.newFixedThreadPool(WIRE_THREADS);
  private final Server grpc;
  private final Javalin http;

  private InferenceServer(InferenceServerConfig config, Clock clock) throws IOException {
    this.config = config;
    this.clock = clock;
    registry = new ModelRegistry(config.maxReleases(), metrics);
    service = new InferenceService(registry, metrics);
    grpc =
        NettyServerBuilder.forAddress(new InetSocketAddress(config.host(), config.grpcPort()))
            .maxInboundMessageSize(MAX_MESSAGE_BYTES)
            .executor(wire)
            .addService(new GrpcInferenceService(service, registry, wire))
            .build()
            .start();
    http =
        Javalin.create(
            settings -> {
              settings.showJavalinBanner = false;
              settings.http.maxRequestSize = MAX_MESSAGE_BYTES;
            });
    new HttpInferenceResource(service, registry, metrics, wire).register(http);
    new RepositoryResource(config.releases(), this::load).register(http);
  }

  /**
   * Starts a server and returns when it is ready.
   *
   * @throws InvalidReleaseException when a configured release cannot be trusted
   * @throws IOException when the encoder cannot be loaded or a port is taken
   */
  public static InferenceServer start(InferenceServerConfig config) throws IOException {
    return start(config, Clock.systemUTC());
  }

  /** As {@link #start(InferenceServerConfig)}, with the clock that dates loads in the metrics. */
  public static InferenceServer start(InferenceServerConfig config, Clock clock)
      throws IOException {
    EngineDefaults.apply();
    InferenceServer server = new InferenceServer(config, clock);
    try {
      server.http.start(config.host(), config.httpPort());
      server.loadEncoder();
      for (Path release : config.initial()) {
        server.load(release);
      }
      server.service.open();
      LOG.info(
          "Inference server ready on {}: REST {}, gRPC {}",
          config.host(),
          server.httpPort(),
          server.grpcPort());
      return server;
    } catch (IOException | RuntimeException e) {
      server.close();
      throw e;
    }
  }

  /** Port of the REST interface. */
  public int httpPort() {
    return http.port();
  }

  /** Port of the gRPC interface. */
  public int grpcPort() {
    return grpc.getPort();
  }

  /**
   * Loads a release beside those loaded: verifies it, warms it up, checks it and only then answers
   * with it. Requests that name no version get it from then on; requests in flight finish on the
   * release they began with. After a failure everything is as before.
   *
   * @return the release's id, which is the version of its models
   * @throws InvalidReleaseException when it cannot be trusted
   * @throws IllegalStateException when it needs another text encoder or fails its self-check
   */
  public String load(Path release) throws IOException {
    try {
      Release read = Release.load(release);
      checkFits(read);
      HgnnModels models = HgnnModels.load(read);
      registry.add(group(models.version(), models.models(), models::close));
      metrics.releaseLoaded(clock.instant().getEpochSecond());
      LOG.info("Loaded release {} from {} on {}", read.id(), release, models.device());
      return read.id();
    } catch (IOException | RuntimeException e) {
      metrics.releaseRefused();
      throw e;
    }
  }

  /** Refuses new requests, answers those that wait, and frees ports and weights. */
  @Override
  public void close() {
    service.shut();
    grpc.shutdown();
    http.stop();
    registry.close();
    try {
      if (!grpc.awaitTermination(DRAIN_SECONDS, TimeUnit.SECONDS)) {
        grpc.shutdownNow();
      }
    } catch (InterruptedException e) {
      grpc.shutdownNow();
      Thread.currentThread().interrupt();
    }
    wire.shutdown();
  }

  private void loadEncoder() throws IOException {
    TextEncoder encoder = TextEncoder.load(config.encoder());
    registry.add(group(encoder.id(), List.of(new TextEncoderModel(encoder)), encoder::close));
  }

  private ModelGroup group(String version, List<InferenceModel> models, Runnable resources) {
    return new ModelGroup(
        version,
        models.stream().map(model -> new ServedModel(model, config.batch(), metrics)).toList(),
        resources);
  }

  private void checkFits(Release release) {
    if (!release.encoder().equals(config.encoder().id())) {
      throw new IllegalStateException(
          "Cannot serve release %s: it was trained on another text encoder than %s (%s)"
              .formatted(release.id(), config.encoder().id(), release.encoder()));
    }
  }
}
