package io.freshet.cli.playground;

import static java.util.Objects.requireNonNull;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/**
 * How a playground runs.
 *
 * @param directory where broker, checkpoints and releases lie
 * @param liveTime how long events are played live; empty until the stop signal
 * @param parallelism subtasks of each Flink operator
 * @param precision what change is worth the work
 * @param ports preferred ports
 */
public record PlaygroundSettings(
    Path directory,
    Optional<Duration> liveTime,
    int parallelism,
    Precision precision,
    Ports ports) {
  /** Length of a round of the embedding job. */
  static final Duration ROUND = Duration.ofSeconds(1);

  /** What change is worth the work. */
  public enum Precision {
    /** Every change is followed to the end. */
    EXACT(0, 0),
    /** Changes below the thresholds wait; the error stays bounded. */
    BOUNDED(0.05, 0.02);

    private final double epsilon;
    private final double threshold;

    Precision(double epsilon, double threshold) {
      this.epsilon = epsilon;
      this.threshold = threshold;
    }

    /** L1 drift of shares above which a neighborhood is published. */
    double epsilon() {
      return epsilon;
    }

    /** Move of a vector above which it is sent, embedded or published again. */
    double threshold() {
      return threshold;
    }
  }

  /** Preferred ports; 0 takes any. A taken one is replaced by another. */
  public record Ports(
      int retrieval, int flink, int flinkMetrics, int inferenceHttp, int inferenceGrpc) {
    /** 8080, 8081, 9249, 8000 and 8001. */
    public static Ports defaults() {
      return new Ports(8080, 8081, 9249, 8000, 8001);
    }

    /** Any free ones. */
    public static Ports any() {
      return new Ports(0, 0, 0, 0, 0);
    }
  }

  public PlaygroundSettings {
    requireNonNull(directory, "directory is null");
    requireNonNull(liveTime, "liveTime is null");
    requireNonNull(precision, "precision is null");
    requireNonNull(ports, "ports is null");
    if (parallelism < 1) {
      throw new IllegalArgumentException(
          "Cannot configure the playground: parallelism must be at least 1 (%d)"
              .formatted(parallelism));
    }
  }
}
