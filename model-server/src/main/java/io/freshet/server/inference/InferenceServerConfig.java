package io.freshet.server.inference;

import io.freshet.server.inference.batch.BatchLimits;
import io.freshet.server.inference.text.TextEncoderConfig;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Configuration of an inference server.
 *
 * @param host address to bind
 * @param httpPort REST port, 0 for any free one
 * @param grpcPort gRPC port, 0 for any free one
 * @param initial release directories to serve from the start, the default last; empty before
 *     anything was trained
 * @param releases directory whose releases may be loaded over HTTP by their ids; empty for none
 * @param encoder the text encoder
 * @param batch limits of each model's queue
 * @param maxReleases releases held at the same time; a further one unloads the oldest
 */
public record InferenceServerConfig(
    String host,
    int httpPort,
    int grpcPort,
    List<Path> initial,
    Optional<Path> releases,
    TextEncoderConfig encoder,
    BatchLimits batch,
    int maxReleases) {
  private static final int MAX_PORT = 65_535;

  public InferenceServerConfig {
    checkPort(httpPort);
    checkPort(grpcPort);
    initial = List.copyOf(initial);
    if (initial.size() > maxReleases) {
      throw new IllegalArgumentException(
          "Cannot configure an inference server: it holds at most %d releases (%s)"
              .formatted(maxReleases, initial));
    }
    if (maxReleases < 1 || maxReleases > 16) {
      throw new IllegalArgumentException(
          "Cannot configure an inference server: maxReleases must be 1 to 16 (%d)"
              .formatted(maxReleases));
    }
  }

  /** This host only, ports 8000 and 8001, no release, the embedded encoder, two releases held. */
  public static InferenceServerConfig defaults() {
    return new InferenceServerConfig(
        "127.0.0.1",
        8000,
        8001,
        List.of(),
        Optional.empty(),
        TextEncoderConfig.defaults(),
        BatchLimits.defaults(),
        2);
  }

  /** The same on other ports. */
  public InferenceServerConfig withPorts(int http, int grpc) {
    return new InferenceServerConfig(
        host, http, grpc, initial, releases, encoder, batch, maxReleases);
  }

  /** The same on another address. */
  public InferenceServerConfig withHost(String address) {
    return new InferenceServerConfig(
        address, httpPort, grpcPort, initial, releases, encoder, batch, maxReleases);
  }

  /** The same with one more release from the start, and room for all of them. */
  public InferenceServerConfig withRelease(Path directory) {
    List<Path> more = Stream.concat(initial.stream(), Stream.of(directory)).toList();
    return new InferenceServerConfig(
        host,
        httpPort,
        grpcPort,
        more,
        releases,
        encoder,
        batch,
        Math.max(maxReleases, more.size()));
  }

  /** The same, loading releases of a directory when it is asked to. */
  public InferenceServerConfig withReleases(Path directory) {
    return new InferenceServerConfig(
        host, httpPort, grpcPort, initial, Optional.of(directory), encoder, batch, maxReleases);
  }

  /** The same with other limits. */
  public InferenceServerConfig withBatch(BatchLimits limits) {
    return new InferenceServerConfig(
        host, httpPort, grpcPort, initial, releases, encoder, limits, maxReleases);
  }

  private static void checkPort(int port) {
    if (port < 0 || port > MAX_PORT) {
      throw new IllegalArgumentException(
          "Cannot configure an inference server: not a port (%d)".formatted(port));
    }
  }
}
