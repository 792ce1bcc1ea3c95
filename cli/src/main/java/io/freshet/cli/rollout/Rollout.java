package io.freshet.cli.rollout;

import static java.util.Objects.requireNonNull;

import io.freshet.cli.train.ReleaseTraining;
import io.freshet.cli.train.TrainedRelease;
import io.freshet.schemas.Topics;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;

/**
 * One rollout, blue/green: the release's embedding job fills a topic of its own beside the one that
 * serves; when it covers the catalogue and a retrieval server holds its whole index, one record
 * flips the towers and the index together. The old job goes on, so that the way back is as short,
 * until it is retired. Every step can be taken again.
 */
public final class Rollout {
  private static final long POLL_NANOS = TimeUnit.MILLISECONDS.toNanos(250);

  private final Map<String, Object> kafka;
  private final Topics topics;
  private final ReleaseTraining releases;
  private final EmbeddingJobs jobs;
  private final ReleaseHttp servers;
  private final Duration patience;
  private final Consumer<String> progress;

  /**
   * A rollout.
   *
   * @param kafka how to reach Kafka, at least {@code bootstrap.servers}
   * @param patience how long coverage and the flip are waited for, each
   * @param progress told what is being done, also how far coverage is
   */
  public Rollout(
      Map<String, Object> kafka,
      Topics topics,
      ReleaseTraining releases,
      EmbeddingJobs jobs,
      ReleaseHttp servers,
      Duration patience,
      Consumer<String> progress) {
    this.kafka = Map.copyOf(kafka);
    this.topics = requireNonNull(topics, "topics is null");
    this.releases = requireNonNull(releases, "releases is null");
    this.jobs = requireNonNull(jobs, "jobs is null");
    this.servers = requireNonNull(servers, "servers is null");
    this.patience = requireNonNull(patience, "patience is null");
    this.progress = requireNonNull(progress, "progress is null");
  }

  /**
   * Rolls a release out whose topics exist.
   *
   * @return the coverage with which it was made active
   * @throws IllegalStateException when it is not covered or served in time
   */
  public Coverage run(TrainedRelease release) throws IOException, InterruptedException {
    String id = release.release().id();
    releases.announce(release);
    servers.load(id);
    progress.accept("starting the embedding job of " + id);
    jobs.ensure(release.release());
    Coverage coverage = awaitCoverage(release);
    progress.accept("activating " + id);
    activate(id);
    await("release %s to serve".formatted(id), () -> servers.served().equals(Optional.of(id)));
    return coverage;
  }

  /**
   * Goes back to the release that was active before this one; its job has gone on all the time,
   * unless it was retired.
   *
   * @return the release that serves then
   * @throws IllegalStateException when this release is not active, or none was before it
   */
  public String rollback(String release) throws IOException, InterruptedException {
    String active = releases.active().orElse("none");
    if (!active.equals(release)) {
      throw new IllegalStateException(
          "Cannot roll back %s: %s is active".formatted(release, active));
    }
    String previous =
        releases
            .previous()
            .orElseThrow(
                () ->
                    new IllegalStateException(
                        "Cannot roll back %s: no release was active before it".formatted(release)));
    if (jobs.state(previous).isEmpty()) {
      progress.accept(
          "no embedding job of %s is seen on Flink: if it has ended, its embeddings stand still"
              .formatted(previous));
    }
    if (servers.hasKey()) {
      await(
          "release %s to be active again".formatted(previous),
          () -> told(servers.rollback(release)));
    } else {
      releases.activate(previous);
    }
    await(
        "release %s to serve".formatted(previous),
        () -> servers.served().equals(Optional.of(previous)));
    return previous;
  }

  /**
   * Ends the embedding job of a release that does not serve.
   *
   * @throws IllegalStateException when it is active
   */
  public boolean retire(String release) throws IOException, InterruptedException {
    if (releases.active().equals(Optional.of(release))) {
      throw new IllegalStateException(
          "Cannot retire %s: it is active; roll out or roll back to another first"
              .formatted(release));
    }
    return jobs.retire(release);
  }

  private Coverage awaitCoverage(TrainedRelease release) throws IOException, InterruptedException {
    try (CoverageWatch watch = new CoverageWatch(kafka, topics, release.release())) {
      Coverage[] last = {new Coverage(0, 0)};
      String[] state = {""};
      await(
          "the embeddings of %s to cover the catalogue".formatted(release.release().id()),
          () -> {
            Coverage now = watch.now();
            if (!now.equals(last[0])) {
              progress.accept("embedded %,d of %,d items".formatted(now.covered(), now.wanted()));
            }
            last[0] = now;
            state[0] = told(release.release().id(), state[0]);
            return now.isComplete();
          });
      return last[0];
    }
  }

  /** The state of the job now, told when it has changed: what is not RUNNING embeds nothing. */
  private String told(String release, String before) throws IOException, InterruptedException {
    String now = jobs.state(release).orElse("gone");
    if (!now.equals(before)) {
      progress.accept("the embedding job is " + now);
    }
    return now;
  }

  private void activate(String release) throws IOException, InterruptedException {
    if (servers.hasKey()) {
      await("the index of %s".formatted(release), () -> told(servers.activate(release)));
    } else {
      // Retrieval servers follow the record once each holds the whole index.
      releases.activate(release);
    }
  }

  /** Whether there is nothing to wait for; else what it is has been told. */
  private boolean told(Optional<String> reason) {
    reason.ifPresent(progress);
    return reason.isEmpty();
  }

  /** What may have happened, looked at again and again. */
  private interface Condition {
    boolean holds() throws IOException, InterruptedException;
  }

  private void await(String what, Condition condition) throws IOException, InterruptedException {
    long end = System.nanoTime() + patience.toNanos();
    while (!condition.holds()) {
      if (System.nanoTime() > end) {
        throw new IllegalStateException(
            "Cannot roll out: waited %s in vain for %s".formatted(patience, what));
      }
      if (Thread.interrupted()) {
        throw new InterruptedException("interrupted while waiting for " + what);
      }
      LockSupport.parkNanos(POLL_NANOS);
    }
  }
}
