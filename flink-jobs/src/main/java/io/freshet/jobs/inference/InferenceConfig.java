package io.freshet.jobs.inference;

import static java.util.Objects.requireNonNull;

import java.io.Serializable;
import java.time.Duration;

/**
 * How an inference server is reached.
 *
 * @param target host and gRPC port, {@code host:port}, or any target gRPC can resolve
 * @param release model version asked for in graph layers
 * @param encoderVersion model version asked for in texts, which keeps vectors of another encoder
 *     out; empty takes whichever the server has
 * @param dimensions floats of a hidden vector
 * @param textDimensions floats of a text vector
 * @param timeout longest wait for one request
 * @param attempts how often one request is tried before the failure is thrown, at least 1
 * @param backoff wait before the second attempt; doubles each time up to {@code maxBackoff}
 * @param maxBackoff longest wait between two attempts
 * @param maxBatch most items in one request; longer lists are split
 */
public record InferenceConfig(
    String target,
    String release,
    String encoderVersion,
    int dimensions,
    int textDimensions,
    Duration timeout,
    int attempts,
    Duration backoff,
    Duration maxBackoff,
    int maxBatch)
    implements Serializable {

  public InferenceConfig {
    requireNonNull(target, "target is null");
    requireNonNull(release, "release is null");
    requireNonNull(encoderVersion, "encoderVersion is null");
    atLeastOne("dimensions", dimensions);
    atLeastOne("text dimensions", textDimensions);
    atLeastOne("attempts", attempts);
    atLeastOne("max batch", maxBatch);
    positive("timeout", timeout);
    positive("backoff", backoff);
    positive("max backoff", maxBackoff);
  }

  /**
   * Defaults for a server on this machine: any encoder, 64 hidden and 384 text dimensions, 30 s a
   * request, 256 items a request, 60 attempts from 100 ms to a second apart: an outage of a minute
   * is waited for and over a second after the server has returned. A longer one fails the job,
   * whose restarts are up to a minute apart (Flink's default).
   */
  public static InferenceConfig defaults() {
    return new InferenceConfig(
        "127.0.0.1:8001",
        "",
        "",
        64,
        384,
        Duration.ofSeconds(30),
        60,
        Duration.ofMillis(100),
        Duration.ofSeconds(1),
        256);
  }

  /** The same with another server. */
  public InferenceConfig withTarget(String other) {
    return new InferenceConfig(
        other,
        release,
        encoderVersion,
        dimensions,
        textDimensions,
        timeout,
        attempts,
        backoff,
        maxBackoff,
        maxBatch);
  }

  /** The same for another model release and its size of hidden vectors. */
  public InferenceConfig withRelease(String other, int otherDimensions) {
    return new InferenceConfig(
        target,
        other,
        encoderVersion,
        otherDimensions,
        textDimensions,
        timeout,
        attempts,
        backoff,
        maxBackoff,
        maxBatch);
  }

  /** The same for one text encoder alone. */
  public InferenceConfig withEncoder(String version) {
    return new InferenceConfig(
        target,
        release,
        version,
        dimensions,
        textDimensions,
        timeout,
        attempts,
        backoff,
        maxBackoff,
        maxBatch);
  }

  private static void atLeastOne(String what, int value) {
    if (value < 1) {
      throw new IllegalArgumentException(
          "Cannot configure inference: %s must be at least 1 (%d)".formatted(what, value));
    }
  }

  private static void positive(String what, Duration value) {
    if (value.isNegative() || value.isZero()) {
      throw new IllegalArgumentException(
          "Cannot configure inference: %s must be positive (%s)".formatted(what, value));
    }
  }
}
