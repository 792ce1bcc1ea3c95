package io.freshet.server.retrieval.store;

import static java.util.Objects.requireNonNull;

import io.prometheus.metrics.core.metrics.Counter;
import io.prometheus.metrics.core.metrics.GaugeWithCallback;
import io.prometheus.metrics.core.metrics.Histogram;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Takes snapshots on a schedule and on demand, one at a time. Thread-safe. */
public final class Snapshots implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Snapshots.class);
  private static final double[] BUCKETS_SECONDS = {.1, .25, .5, 1, 2.5, 5, 10, 30, 60, 300};
  private static final Duration CLOSE_PATIENCE = Duration.ofSeconds(60);

  private final SnapshotDirectory directory;
  private final SnapshotConfig config;
  private final Runnable prepare;
  private final InstantSource clock;
  private final Histogram seconds;
  private final Counter failures;
  private final ScheduledExecutorService scheduler =
      Executors.newSingleThreadScheduledExecutor(
          task -> {
            Thread thread = new Thread(task, "freshet-snapshots");
            thread.setDaemon(true);
            return thread;
          });

  private Snapshots(
      SnapshotDirectory directory,
      SnapshotConfig config,
      Runnable prepare,
      PrometheusRegistry registry,
      InstantSource clock) {
    this.directory = requireNonNull(directory, "directory is null");
    this.config = requireNonNull(config, "config is null");
    this.prepare = requireNonNull(prepare, "prepare is null");
    this.clock = requireNonNull(clock, "clock is null");
    this.seconds =
        Histogram.builder()
            .name("freshet_snapshot_duration_seconds")
            .help("Time to write a snapshot.")
            .classicOnly()
            .classicUpperBounds(BUCKETS_SECONDS)
            .register(registry);
    this.failures =
        Counter.builder()
            .name("freshet_snapshot_failures_total")
            .help("Snapshots that could not be written, or were refused at the start.")
            .register(registry);
    failures.inc(directory.refusals().size());
    registerGauges(registry);
  }

  /**
   * Starts the schedule.
   *
   * @param prepare makes the live store fit for a snapshot
   */
  public static Snapshots start(
      SnapshotDirectory directory,
      SnapshotConfig config,
      Runnable prepare,
      PrometheusRegistry registry,
      InstantSource clock) {
    Snapshots snapshots = new Snapshots(directory, config, prepare, registry, clock);
    long millis = config.interval().toMillis();
    var unused =
        snapshots.scheduler.scheduleWithFixedDelay(
            snapshots::takeOnSchedule, millis, millis, TimeUnit.MILLISECONDS);
    return snapshots;
  }

  /**
   * Takes one now.
   *
   * @throws StoreException when it cannot be written
   */
  public synchronized Snapshot take() {
    long startNanos = System.nanoTime();
    try {
      prepare.run();
      directory.store().forgetDeletionsBefore(clock.instant().minus(config.deletionRetention()));
      Snapshot taken = directory.write();
      seconds.observe((System.nanoTime() - startNanos) / 1e9);
      return taken;
    } catch (StoreException e) {
      failures.inc();
      throw e;
    }
  }

  @Override
  public void close() {
    scheduler.shutdown();
    try {
      if (!scheduler.awaitTermination(CLOSE_PATIENCE.toMillis(), TimeUnit.MILLISECONDS)) {
        LOG.warn("Cannot wait for the running snapshot any longer; it is given up");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void takeOnSchedule() {
    try {
      Snapshot taken = take();
      LOG.info("Took a snapshot of {} bytes", taken.bytes());
    } catch (RuntimeException e) {
      LOG.error("Cannot take a snapshot; the next is tried in {}", config.interval(), e);
    }
  }

  private void registerGauges(PrometheusRegistry registry) {
    GaugeWithCallback.builder()
        .name("freshet_snapshot_age_seconds")
        .help("Age of the newest snapshot.")
        .callback(
            gauge ->
                directory
                    .newest()
                    .ifPresent(
                        it ->
                            gauge.call(
                                Duration.between(it.createdAt(), clock.instant()).toMillis()
                                    / 1e3)))
        .register(registry);
    GaugeWithCallback.builder()
        .name("freshet_snapshot_bytes")
        .help("Size of the newest snapshot.")
        .callback(gauge -> directory.newest().ifPresent(it -> gauge.call((double) it.bytes())))
        .register(registry);
  }
}
