package io.freshet.server.retrieval.status;

import java.time.Instant;
import java.util.Locale;
import java.util.OptionalDouble;
import java.util.function.Predicate;

/**
 * Flink's metrics of our jobs. Label values come with what Prometheus would not take in a name
 * replaced by underscores, so job names are compared in that form.
 */
final class JobMetrics {
  static final String GRAPH = "freshet_interaction_graph";
  static final String FEATURES = "freshet_catalog_feature";
  static final String EMBEDDING = "freshet_embedding";

  private static final String PENDING = "flink_taskmanager_job_task_operator_pendingRecords";
  private static final String ROUND_LAG =
      "flink_taskmanager_job_task_operator_freshet_round_lag_seconds";
  static final String RUNNING = "flink_jobmanager_job_runningTime";

  private final Sources sources;

  JobMetrics(Sources sources) {
    this.sources = sources;
  }

  static boolean isWanted(String name) {
    return name.equals(PENDING) || name.equals(ROUND_LAG) || name.equals(RUNNING);
  }

  /** Whether any source has ever shown Flink's metrics. */
  boolean areKnown() {
    return !sources.showing(PENDING).isEmpty();
  }

  boolean areStale(Instant now) {
    return sources.isStale(PENDING, now);
  }

  /** Records that the job has not read yet. */
  OptionalDouble pending(String job) {
    return sources.sum(PENDING, of(job));
  }

  /** How far the newest closed round is behind. */
  OptionalDouble roundLagSeconds() {
    return sources.max(ROUND_LAG, sample -> true);
  }

  /** Milliseconds that the job has been running; 0 while it is not; empty when not known. */
  OptionalDouble runningMillis(String job) {
    return sources.max(RUNNING, of(job));
  }

  private static Predicate<Sample> of(String job) {
    return sample ->
        sample.label("job_name").toLowerCase(Locale.ROOT).replace('-', '_').startsWith(job);
  }
}
