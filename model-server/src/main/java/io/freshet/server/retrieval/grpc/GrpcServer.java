package io.freshet.server.retrieval.grpc;

import io.freshet.server.retrieval.http.Listening;
import io.freshet.server.retrieval.query.Recommender;
import io.grpc.InsecureServerCredentials;
import io.grpc.Server;
import io.grpc.ServerCredentials;
import io.grpc.TlsServerCredentials;
import io.grpc.netty.shaded.io.grpc.netty.NettyServerBuilder;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

/** The retrieval server's gRPC face: the door of this package. */
public final class GrpcServer implements AutoCloseable {
  private static final int THREADS = 16;
  private static final int MAX_MESSAGE_BYTES = 256 * 1024;
  private static final long DRAIN_SECONDS = 5;

  private final Server server;
  private final ExecutorService threads;

  private GrpcServer(Server server, ExecutorService threads) {
    this.server = server;
    this.threads = threads;
  }

  /**
   * Starts listening.
   *
   * @throws UncheckedIOException when the port cannot be bound
   */
  public static GrpcServer start(
      Listening listening, Recommender recommender, PrometheusRegistry registry) {
    GrpcMetrics metrics = new GrpcMetrics(registry);
    ExecutorService threads = Executors.newFixedThreadPool(THREADS);
    try {
      Server server =
          NettyServerBuilder.forAddress(
                  new InetSocketAddress(listening.host(), listening.port()), credentials(listening))
              .maxInboundMessageSize(MAX_MESSAGE_BYTES)
              .executor(threads)
              .addService(new RetrievalService(recommender, metrics))
              .intercept(new KeyInterceptor(listening.keys(), metrics))
              .build()
              .start();
      return new GrpcServer(server, threads);
    } catch (IOException e) {
      threads.shutdown();
      throw new UncheckedIOException(
          "Cannot listen for gRPC on %s:%d".formatted(listening.host(), listening.port()), e);
    }
  }

  private static ServerCredentials credentials(Listening listening) {
    return listening
        .tls()
        .<ServerCredentials>map(
            tls ->
                TlsServerCredentials.newBuilder()
                    .keyManager(tls.keyManagers().getKeyManagers())
                    .build())
        .orElseGet(InsecureServerCredentials::create);
  }

  /** The port that is listened on. */
  public int port() {
    return server.getPort();
  }

  /** Refuses new calls and lets those under way end. */
  @Override
  public void close() {
    server.shutdown();
    try {
      if (!server.awaitTermination(DRAIN_SECONDS, TimeUnit.SECONDS)) {
        server.shutdownNow();
      }
    } catch (InterruptedException e) {
      server.shutdownNow();
      Thread.currentThread().interrupt();
    }
    threads.shutdown();
  }
}
