package io.freshet.server.retrieval.status;

import java.time.Instant;
import java.util.List;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** The jobs on Flink, by the metrics that it shows: whether they run, and what holds them up. */
final class JobsView {
  private static final String RESTARTS = "flink_jobmanager_job_numRestarts";
  private static final String CHECKPOINT_AT =
      "flink_jobmanager_job_lastCheckpointCompletedTimestamp";
  private static final String CHECKPOINT_TIME = "flink_jobmanager_job_lastCheckpointDuration";
  private static final String CHECKPOINTS_FAILED = "flink_jobmanager_job_numberOfFailedCheckpoints";
  private static final String BUSY = "flink_taskmanager_job_task_busyTimeMsPerSecond";
  private static final String BACK_PRESSURED =
      "flink_taskmanager_job_task_backPressuredTimeMsPerSecond";
  private static final String RETRIES =
      "flink_taskmanager_job_task_operator_code_freshet_inference_retries_total";

  private static final Set<String> WANTED =
      Set.of(
          JobMetrics.RUNNING,
          RESTARTS,
          CHECKPOINT_AT,
          CHECKPOINT_TIME,
          CHECKPOINTS_FAILED,
          BUSY,
          BACK_PRESSURED,
          RETRIES);

  private JobsView() {}

  static boolean isWanted(String name) {
    return WANTED.contains(name);
  }

  /** Every job that a source shows, by name. */
  static List<Status.Job> read(Instant now, Sources sources) {
    return sources.showing(JobMetrics.RUNNING).stream()
        .flatMap(it -> it.samples().named(JobMetrics.RUNNING).stream())
        .map(JobsView::job)
        .distinct()
        .sorted()
        .map(name -> read(name, now, sources))
        .toList();
  }

  private static Status.Job read(String name, Instant now, Sources sources) {
    Predicate<Sample> its = sample -> job(sample).equals(name);
    // Flink says -1 before the first checkpoint.
    Predicate<Sample> known = its.and(sample -> sample.value() > 0);
    @Nullable Double checkpointAt = boxed(sources.max(CHECKPOINT_AT, known));
    return new Status.Job(
        name,
        sources.isStale(JobMetrics.RUNNING, now) ? Sources.STALE : Sources.OK,
        sources.max(JobMetrics.RUNNING, its).orElse(0),
        boxed(sources.max(RESTARTS, its)),
        checkpointAt == null ? null : Math.max(0, now.toEpochMilli() - checkpointAt),
        boxed(sources.max(CHECKPOINT_TIME, known)),
        boxed(sources.max(CHECKPOINTS_FAILED, its)),
        share(sources.max(BUSY, its)),
        share(sources.max(BACK_PRESSURED, its)),
        boxed(sources.sum(RETRIES, its)));
  }

  private static String job(Sample sample) {
    return sample.label("job_name");
  }

  private static @Nullable Double share(OptionalDouble millisOfASecond) {
    return millisOfASecond.isPresent() ? millisOfASecond.getAsDouble() / 1000 : null;
  }

  private static @Nullable Double boxed(OptionalDouble value) {
    return value.isPresent() ? value.getAsDouble() : null;
  }
}
