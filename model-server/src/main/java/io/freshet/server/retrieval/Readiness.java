package io.freshet.server.retrieval;

import io.prometheus.metrics.core.metrics.GaugeWithCallback;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Whether a server may be asked: all has been loaded, the lag has been short once, and the code
 * that answers is warm. Never turns false again: old answers are better than none, and all replicas
 * would turn at once when the broker is away. Thread-safe.
 */
final class Readiness implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Readiness.class);
  private static final Duration CHECK_EVERY = Duration.ofMillis(50);

  private final Supplier<List<String>> missing;
  private final Supplier<Duration> lag;
  private final Duration maxLag;
  private final Runnable warmUp;
  private final ScheduledExecutorService checker =
      Executors.newSingleThreadScheduledExecutor(
          task -> {
            Thread thread = new Thread(task, "freshet-readiness");
            thread.setDaemon(true);
            return thread;
          });
  private volatile boolean ready;

  private Readiness(
      Supplier<List<String>> missing, Supplier<Duration> lag, Duration maxLag, Runnable warmUp) {
    this.missing = missing;
    this.lag = lag;
    this.maxLag = maxLag;
    this.warmUp = warmUp;
  }

  /**
   * Starts checking.
   *
   * @param missing what must be loaded still, in words
   * @param maxLag longest lag to begin with
   * @param warmUp runs once all is loaded
   * @param registry told whether the server may be asked
   */
  static Readiness start(
      Supplier<List<String>> missing,
      Supplier<Duration> lag,
      Duration maxLag,
      Runnable warmUp,
      PrometheusRegistry registry) {
    Readiness readiness = new Readiness(missing, lag, maxLag, warmUp);
    GaugeWithCallback.builder()
        .name("freshet_retrieval_ready")
        .help("1 when the server may be asked, as /readyz says, else 0.")
        .callback(gauge -> gauge.call(readiness.ready ? 1 : 0))
        .register(registry);
    var unused =
        readiness.checker.scheduleWithFixedDelay(
            readiness::check, 0, CHECK_EVERY.toMillis(), TimeUnit.MILLISECONDS);
    return readiness;
  }

  /** What is still missing, in words; empty when ready. */
  List<String> waitingFor() {
    if (ready) {
      return List.of();
    }
    List<String> waiting = waitingForTopics();
    return waiting.isEmpty() ? List.of("the warm-up") : waiting;
  }

  @Override
  public void close() {
    checker.shutdownNow();
  }

  private List<String> waitingForTopics() {
    List<String> waiting = missing.get();
    if (!waiting.isEmpty()) {
      return waiting;
    }
    Duration now = lag.get();
    return now.compareTo(maxLag) > 0
        ? List.of("a lag of at most %s (%s)".formatted(maxLag, now))
        : List.of();
  }

  private void check() {
    if (!waitingForTopics().isEmpty()) {
      return;
    }
    try {
      warmUp.run();
    } catch (RuntimeException e) {
      LOG.warn("Cannot warm up; the first answers will be slow", e);
    }
    ready = true;
    checker.shutdown();
  }
}
