package io.freshet.server.retrieval;

import static org.assertj.core.api.Assertions.assertThat;

import io.freshet.registry.InputSchemas;
import io.freshet.schemas.Topics;
import io.freshet.server.retrieval.index.IndexConfig;
import io.freshet.server.retrieval.index.StoreLimits;
import io.freshet.server.retrieval.index.Stores;
import io.freshet.server.retrieval.ingest.Ingest;
import io.freshet.server.retrieval.ingest.IngestConfig;
import io.freshet.server.retrieval.store.SnapshotDirectory;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.prometheus.metrics.model.snapshots.CounterSnapshot;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** What a server reads, without the server; with or without a snapshot directory. */
final class Reading implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private final PrometheusRegistry registry = new PrometheusRegistry();
  private final Stores stores;
  private final Optional<SnapshotDirectory> disk;
  private final Ingest ingest;

  private Reading(
      String bootstrapServers, Topics topics, Optional<Path> directory, InstantSource clock) {
    stores = Stores.create(StoreLimits.defaults(), StoreLimits.defaults(), clock);
    disk = directory.map(it -> SnapshotDirectory.open(it, clock));
    ingest =
        Ingest.start(
            new IngestConfig(
                topics,
                Map.of("bootstrap.servers", bootstrapServers),
                Optional.empty(),
                0.9,
                IndexConfig.defaults(),
                StoreLimits.defaults(),
                StoreLimits.defaults(),
                InputSchemas.defaults()),
            stores,
            disk.map(SnapshotDirectory::store),
            registry,
            clock);
  }

  /** From the beginning of the topics. */
  static Reading all(String bootstrapServers, Topics topics) {
    return new Reading(bootstrapServers, topics, Optional.empty(), InstantSource.system());
  }

  /** From the newest snapshot. */
  static Reading from(Path directory, String bootstrapServers, Topics topics, InstantSource clock) {
    return new Reading(bootstrapServers, topics, Optional.of(directory), clock);
  }

  /** Waits until everything that was on the topics at the start has been applied. */
  Reading caughtUp() {
    long deadlineNanos = System.nanoTime() + PATIENCE.toNanos();
    while (!ingest.waitingFor().isEmpty()) {
      assertThat(System.nanoTime()).as("%s", ingest.waitingFor()).isLessThan(deadlineNanos);
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(20));
    }
    return this;
  }

  Contents contents() {
    return Contents.of(stores, ingest.serving().orElseThrow());
  }

  SnapshotDirectory disk() {
    return disk.orElseThrow();
  }

  /** Records read, from the snapshot or the topics, whatever became of them. */
  long records() {
    return (long) sum("freshet_retrieval_records");
  }

  /** Topics of the snapshot that could not be gone on from. */
  long topicsRefused() {
    return (long) sum("freshet_snapshot_topics_refused");
  }

  void prepareSnapshot() {
    ingest.prepareSnapshot();
  }

  private double sum(String counter) {
    return registry.scrape().stream()
        .filter(it -> it.getMetadata().getName().equals(counter))
        .map(CounterSnapshot.class::cast)
        .flatMap(it -> it.getDataPoints().stream())
        .mapToDouble(CounterSnapshot.CounterDataPointSnapshot::getValue)
        .sum();
  }

  @Override
  public void close() {
    ingest.close();
    disk.ifPresent(SnapshotDirectory::close);
  }
}
