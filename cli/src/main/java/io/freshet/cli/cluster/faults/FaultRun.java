package io.freshet.cli.cluster.faults;

import static java.util.Objects.requireNonNull;

import io.freshet.cli.cluster.CheckpointCounts;
import io.freshet.cli.cluster.Cluster;
import io.freshet.cli.cluster.ClusterTopics;
import io.freshet.cli.cluster.Waiting;
import io.freshet.cli.cluster.faults.RetrievalWatch.Answers;
import io.freshet.schemas.Topic;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;

/**
 * Puts a cluster through faults, one after the other, while events come in. After each it waits
 * until all is well, stops the events, and compares what was published with the oracles. One use.
 */
public final class FaultRun {
  private static final Duration PATIENCE = Duration.ofMinutes(5);
  private static final double EXACT = 1e-4;

  private final Cluster cluster;
  private final Consumer<String> progress;

  /**
   * A run on a cluster, whose events must be on.
   *
   * @param progress told what is being done
   */
  public FaultRun(Cluster cluster, Consumer<String> progress) {
    this.cluster = requireNonNull(cluster, "cluster is null");
    this.progress = requireNonNull(progress, "progress is null");
  }

  /**
   * Runs those whose names hold the text.
   *
   * @param disk see {@link Faults#all}
   */
  public FaultReport run(String only, Optional<Path> disk) throws Exception {
    cluster.up();
    int port = cluster.state().ports().retrieval();
    List<FaultRow> rows = new ArrayList<>();
    try (RetrievalWatch watch = RetrievalWatch.start(port)) {
      for (Fault fault : new Faults(cluster).all(disk)) {
        if (fault.name().toLowerCase(Locale.ROOT).contains(only.toLowerCase(Locale.ROOT))) {
          rows.add(row(fault, watch));
          progress.accept(rows.get(rows.size() - 1).line());
        }
      }
    }
    return new FaultReport(written(cluster.topics().listeningEvents()), rows);
  }

  private FaultRow row(Fault fault, RetrievalWatch watch) throws Exception {
    cluster.up();
    awaitWork();
    progress.accept(fault.name());
    watch.reset();
    long began = System.nanoTime();
    fault.strike().run();
    pass(fault.held());
    fault.mend().run();
    double held = seconds(began);
    awaitWork();
    double recovered = seconds(began);
    Answers answers = watch.answers();
    cluster.signal("events", "TERM");
    double graph = awaitGraph();
    double embeddings = awaitEmbeddings();
    return new FaultRow(
        fault.name(),
        Math.min(held, fault.held().toMillis() / 1e3),
        recovered,
        answers.asked(),
        answers.answered(),
        answers.longestGapMillis() / 1e3,
        answers.mostLagMillis() / 1e3,
        graph,
        embeddings);
  }

  /** Waits until all runs and has written something and completed a checkpoint from now on. */
  private void awaitWork() throws Exception {
    Waiting.until("everything to run", PATIENCE, () -> cluster.state().isWell());
    Map<Topic, Long> before = new HashMap<>();
    for (Topic topic : outputs()) {
      before.put(topic, written(topic));
    }
    for (Topic topic : outputs()) {
      Waiting.until(
          "records of " + topic.name(),
          PATIENCE,
          () -> written(topic) > before.getOrDefault(topic, 0L));
    }
    Map<String, CheckpointCounts> checkpoints = cluster.checkpoints();
    Waiting.until("checkpoints", PATIENCE, () -> areNewer(checkpoints, cluster.checkpoints()));
  }

  private static boolean areNewer(
      Map<String, CheckpointCounts> before, Map<String, CheckpointCounts> now) {
    return !now.isEmpty()
        && now.entrySet().stream()
            .allMatch(
                job -> {
                  CheckpointCounts old =
                      before.getOrDefault(job.getKey(), new CheckpointCounts(0, 0));
                  return job.getValue().completed() > old.completed();
                });
  }

  private List<Topic> outputs() {
    return List.of(
        cluster.topics().itemNeighborhoods(), cluster.topics().embeddingRounds(releaseId()));
  }

  private String releaseId() {
    return String.valueOf(cluster.release().getFileName());
  }

  private double awaitGraph() throws Exception {
    GraphCheck check = new GraphCheck(cluster.state().kafka(), cluster.topics());
    Map<String, Map<String, Float>> expected = check.expected();
    if (expected.isEmpty()) {
      throw new IllegalStateException(
          "Cannot compare the graph: the events make no edges; send more (--history, --rate)");
    }
    return least(() -> GraphCheck.distance(expected, check.published()));
  }

  private double awaitEmbeddings() throws Exception {
    EmbeddingCheck check =
        new EmbeddingCheck(cluster.state().kafka(), cluster.topics(), cluster.release());
    return least(check::distance);
  }

  private interface Distance {
    double measure() throws Exception;
  }

  /** Measured until it is small, or for as long as patience lasts. */
  private static double least(Distance distance) throws Exception {
    long end = System.nanoTime() + PATIENCE.toNanos();
    double found = distance.measure();
    while (found > EXACT && System.nanoTime() < end) {
      pass(Duration.ofSeconds(1));
      found = distance.measure();
    }
    return found;
  }

  private long written(Topic topic) throws Exception {
    try (ClusterTopics topics = new ClusterTopics(cluster.state().kafka())) {
      return topics.written(topic);
    }
  }

  private static double seconds(long beganNanos) {
    return TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - beganNanos) / 1e3;
  }

  /** Lets time pass. */
  static void pass(Duration time) throws InterruptedException {
    long end = System.nanoTime() + time.toNanos();
    while (System.nanoTime() < end) {
      if (Thread.interrupted()) {
        throw new InterruptedException("interrupted");
      }
      LockSupport.parkNanos(end - System.nanoTime());
    }
  }
}
