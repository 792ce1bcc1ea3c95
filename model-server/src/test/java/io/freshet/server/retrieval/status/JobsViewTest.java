package io.freshet.server.retrieval.status;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

final class JobsViewTest {
  private static final Instant NOW = Instant.parse("2026-02-01T00:00:00Z");
  private static final String JOB_MANAGER =
      """
      flink_jobmanager_job_runningTime{job_name="freshet-embedding-r1"} 90000
      flink_jobmanager_job_numRestarts{job_name="freshet-embedding-r1"} 2
      flink_jobmanager_job_lastCheckpointCompletedTimestamp{job_name="freshet-embedding-r1"} 1769903990000
      flink_jobmanager_job_lastCheckpointDuration{job_name="freshet-embedding-r1"} 250
      flink_jobmanager_job_numberOfFailedCheckpoints{job_name="freshet-embedding-r1"} 1
      flink_jobmanager_job_runningTime{job_name="freshet-catalog-feature-e"} 0
      flink_jobmanager_job_lastCheckpointCompletedTimestamp{job_name="freshet-catalog-feature-e"} -1
      flink_jobmanager_job_lastCheckpointDuration{job_name="freshet-catalog-feature-e"} -1
      """;
  private static final String TASK_MANAGER =
      """
      flink_taskmanager_job_task_busyTimeMsPerSecond{job_name="freshet-embedding-r1",subtask_index="%d"} %d
      flink_taskmanager_job_task_busyTimeMsPerSecond{job_name="freshet-embedding-r1",subtask_index="9"} NaN
      flink_taskmanager_job_task_backPressuredTimeMsPerSecond{job_name="freshet-embedding-r1"} %d
      flink_taskmanager_job_task_operator_code_freshet_inference_retries_total{job_name="freshet-embedding-r1",code="UNAVAILABLE"} 3
      """;

  @Test
  void jobIsToldOfByAllProcessesOfItsCluster() {
    List<Status.Job> jobs = JobsView.read(NOW, sources(NOW));

    assertThat(jobs)
        .containsExactly(
            new Status.Job(
                "freshet-catalog-feature-e", "ok", 0, null, null, null, null, null, null, null),
            new Status.Job(
                "freshet-embedding-r1", "ok", 90_000, 2.0, 10_000.0, 250.0, 1.0, .7, .05, 6.0));
  }

  @Test
  void whatAnsweredLongAgoIsStale() {
    assertThat(JobsView.read(NOW, sources(NOW.minusSeconds(60))))
        .extracting(Status.Job::state)
        .containsOnly("stale");
  }

  @Test
  void withoutFlinkThereAreNone() {
    assertThat(JobsView.read(NOW, new Sources(List.of()))).isEmpty();
  }

  private static Sources sources(Instant seenAt) {
    return new Sources(
        List.of(
            source(JOB_MANAGER, seenAt),
            source(TASK_MANAGER.formatted(0, 400, 50), seenAt),
            source(TASK_MANAGER.formatted(1, 700, 20), seenAt)));
  }

  private static Scraped source(String text, Instant seenAt) {
    return new Scraped(
        new ScrapeTarget("flink", URI.create("http://127.0.0.1:9249/metrics")),
        PrometheusText.parse(text, StatusMaker::isWanted),
        seenAt,
        null);
  }
}
