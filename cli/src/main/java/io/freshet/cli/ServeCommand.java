package io.freshet.cli;

import io.freshet.kafka.EmbeddedKafka;
import io.freshet.server.inference.InferenceServer;
import io.freshet.server.inference.InferenceServerConfig;
import io.freshet.server.inference.engine.TensorDevice;
import io.freshet.server.retrieval.RetrievalServer;
import io.freshet.server.retrieval.RetrievalServerConfig;
import io.freshet.server.retrieval.http.ApiKeys;
import io.freshet.server.retrieval.index.IndexConfig;
import io.freshet.server.retrieval.status.StatusConfig;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code freshet serve inference|retrieval}. */
@Command(
    name = "serve",
    description = "Runs a server until it is stopped (Ctrl-C).",
    mixinStandardHelpOptions = true)
final class ServeCommand implements Runnable {
  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public void run() {
    throw new ParameterException(
        spec.commandLine(), "Say what to serve: inference, retrieval or broker");
  }

  @Command(
      name = "inference",
      description = {
        "Serves the text encoder and a release's graph network by the Open Inference Protocol,",
        "over gRPC and REST."
      },
      mixinStandardHelpOptions = true)
  int inference(
      @Mixin DeviceOptions device,
      @Option(
              names = "--host",
              defaultValue = "127.0.0.1",
              paramLabel = "ADDRESS",
              description = "Address to listen on (default: ${DEFAULT-VALUE}).")
          String host,
      @Option(
              names = "--http-port",
              defaultValue = "8000",
              paramLabel = "PORT",
              description = "REST (default: ${DEFAULT-VALUE}).")
          int httpPort,
      @Option(
              names = "--grpc-port",
              defaultValue = "8001",
              paramLabel = "PORT",
              description = "gRPC (default: ${DEFAULT-VALUE}).")
          int grpcPort,
      @Option(
              names = "--release",
              paramLabel = "DIR",
              description = {
                "Release directory to serve; repeatable, the last is what a request without a",
                "version gets (default: the text encoder only)."
              })
          @Nullable List<Path> initial,
      @Option(
              names = "--releases",
              paramLabel = "DIR",
              description = {
                "Directory whose releases may be loaded while it runs, by POST",
                "/v2/repository/models/ID/load, as rollout does (default: none)."
              })
          @Nullable Path releases)
      throws IOException, InterruptedException {
    device.choose();
    InferenceServerConfig config =
        InferenceServerConfig.defaults().withHost(host).withPorts(httpPort, grpcPort);
    List<Path> served = initial == null ? List.of() : initial;
    for (Path release : served) {
      config = config.withRelease(release);
    }
    InferenceServer server =
        InferenceServer.start(releases == null ? config : config.withReleases(releases));
    spec.commandLine()
        .getErr()
        .printf("inference: http://%s:%d, gRPC %d%n", host, server.httpPort(), server.grpcPort());
    for (Path release : served) {
      spec.commandLine().getErr().printf("inference: %s on %s%n", release, TensorDevice.chosen());
    }
    untilStopped(server::close);
    return 0;
  }

  @Command(
      name = "retrieval",
      description =
          "Serves recommendations and neighbors over HTTP and gRPC, and the ops page at its root.",
      mixinStandardHelpOptions = true)
  int retrieval(
      @Mixin KafkaOptions kafka,
      @Mixin SchemaOptions schemas,
      @Mixin KeyOptions keyOptions,
      @Mixin WatchOptions watchOptions,
      @Mixin SnapshotOptions snapshots,
      @Mixin TlsOptions tls,
      @Option(
              names = "--host",
              defaultValue = "127.0.0.1",
              paramLabel = "ADDRESS",
              description = "Address to listen on (default: ${DEFAULT-VALUE}).")
          String host,
      @Option(
              names = "--port",
              defaultValue = "8080",
              paramLabel = "PORT",
              description = "HTTP (default: ${DEFAULT-VALUE}).")
          int port,
      @Option(names = "--grpc-port", paramLabel = "PORT", description = "gRPC (default: none).")
          @Nullable Integer grpcPort,
      @Option(
              names = "--inference",
              paramLabel = "HOST:PORT",
              description = "gRPC of the inference server, for searches by text (default: none).")
          @Nullable String inference,
      @Option(
              names = "--release",
              paramLabel = "ID",
              description = "Release to serve (default: follow the active one).")
          @Nullable String release,
      @Option(
              names = "--index",
              paramLabel = "KEY=VALUE",
              description =
                  "Setting of the index: kind (exact, ivf), target-recall, probes, scan-rows;"
                      + " repeatable.")
          @Nullable Map<String, String> index)
      throws IOException, InterruptedException {
    ApiKeys keys = keys(keyOptions);
    RetrievalServerConfig config =
        RetrievalServerConfig.defaults()
            .withBootstrapServers(kafka.bootstrapServers())
            .withTopicPrefix(kafka.topics().prefix())
            .withSchemas(schemas.inputs())
            .withAddress(host, port)
            .withKeys(keys)
            .withIndex(indexConfig(index == null ? Map.of() : index));
    config = snapshots.addTo(release == null ? config : config.withRelease(release));
    config = grpcPort == null ? config : config.withGrpcPort(grpcPort);
    config = inference == null ? config : config.withInference(inference);
    config = secured(config, tls);
    RetrievalServer server = RetrievalServer.start(config, watched(watchOptions));
    String scheme = config.tls().isPresent() ? "https" : "http";
    spec.commandLine().getErr().printf("retrieval: %s://%s:%d%n", scheme, host, server.port());
    server
        .grpcPort()
        .ifPresent(it -> spec.commandLine().getErr().printf("retrieval: gRPC %s:%d%n", host, it));
    if (!keys.areSet() && !InetAddress.getByName(host).isLoopbackAddress()) {
      spec.commandLine().getErr().println("retrieval: no API key is set, so everybody may read");
    }
    untilStopped(server::close);
    return 0;
  }

  private StatusConfig watched(WatchOptions options) {
    try {
      return options.status();
    } catch (IllegalArgumentException e) {
      throw new ParameterException(spec.commandLine(), e.getMessage(), e);
    }
  }

  private RetrievalServerConfig secured(RetrievalServerConfig config, TlsOptions tls) {
    try {
      return tls.addTo(config, System.getenv());
    } catch (IllegalArgumentException | UncheckedIOException e) {
      throw new ParameterException(spec.commandLine(), e.getMessage(), e);
    }
  }

  private ApiKeys keys(KeyOptions options) {
    try {
      return options.keys(System.getenv());
    } catch (IllegalArgumentException | UncheckedIOException e) {
      throw new ParameterException(spec.commandLine(), e.getMessage(), e);
    }
  }

  @Command(
      name = "broker",
      description = {
        "A Kafka broker of one node for trying things out, on this machine only. Where it was before",
        "in the same directory, it is again."
      },
      mixinStandardHelpOptions = true)
  int broker(
      @Option(
              names = "--directory",
              required = true,
              paramLabel = "DIR",
              description = "Where its data lies.")
          Path directory)
      throws IOException, InterruptedException {
    EmbeddedKafka broker = EmbeddedKafka.start(directory);
    spec.commandLine().getErr().printf("broker: %s%n", broker.bootstrapServers());
    untilStopped(broker::close);
    return 0;
  }

  private IndexConfig indexConfig(Map<String, String> settings) {
    try {
      return IndexConfig.of(
          settings.entrySet().stream()
              .collect(Collectors.toMap(it -> "index." + it.getKey(), Map.Entry::getValue)));
    } catch (IllegalArgumentException e) {
      throw new ParameterException(spec.commandLine(), e.getMessage(), e);
    }
  }

  private static void untilStopped(Runnable close) throws InterruptedException {
    CountDownLatch stopped = new CountDownLatch(1);
    CleanStop stop = CleanStop.by(stopped::countDown);
    try {
      stopped.await();
    } finally {
      close.run();
      stop.close();
    }
  }
}
