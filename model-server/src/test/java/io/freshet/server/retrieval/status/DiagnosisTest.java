package io.freshet.server.retrieval.status;

import static org.assertj.core.api.Assertions.assertThat;

import io.freshet.server.retrieval.status.Status.Problem;
import io.freshet.server.retrieval.status.Status.Step;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

final class DiagnosisTest {
  private List<String> waitingFor = List.of();
  private @Nullable Double burn = 0.0;
  private @Nullable String release = "r1";
  private @Nullable String active = "r1";
  private @Nullable Double recall = 1.0;
  private Long indexLagMs = 100L;
  private Step step = step("events", 10.0, "ok", "");
  private List<Status.Job> jobs = List.of();
  private Double failing = 0.0;
  private long lettersLately;
  private List<Status.Source> sources = List.of();

  @Test
  void nothingIsWrongWithAHealthySystem() {
    Diagnosis healthy = diagnosis();
    assertThat(healthy.problems()).isEmpty();
    assertThat(healthy.state()).isEqualTo("fresh");
    assertThat(healthy.summary()).contains("within 1.0 s").contains("within 2.0 s");
  }

  @Test
  void withoutAnIndexItIsStarting() {
    release = null;
    waitingFor = List.of("an active model release");
    assertThat(diagnosis().state()).isEqualTo("starting");
    assertThat(diagnosis().summary()).contains("an active model release");
  }

  @Test
  void burntBudgetIsLate() {
    burn = 3.0;
    assertThat(diagnosis().state()).isEqualTo("late");
    assertThat(only().what()).contains("longer than 5.0 s").contains("3 in 100");
  }

  @Test
  void laggingIndexIsTrouble() {
    indexLagMs = 60_000L;
    assertThat(diagnosis().state()).isEqualTo("trouble");
    assertThat(only().level()).isEqualTo("bad");
  }

  @Test
  void jobThatDoesNotRunIsBadAndASlowOneAWarning() {
    step = step("graph", 1.0, "late", "the job is not running");
    assertThat(only().level()).isEqualTo("bad");
    step = step("graph", 1.0, "late", "more waits than it can do in time");
    assertThat(only().level()).isEqualTo("warning");
    assertThat(diagnosis().state()).isEqualTo("fresh");
  }

  @Test
  void silenceIsToldButNotWhereNothingIsKnown() {
    step = step("events", 0.0, "ok", "");
    assertThat(only().what()).contains("No listening events");
    step = step("events", null, "unknown", "");
    assertThat(diagnosis().problems()).isEmpty();
  }

  @Test
  void jobWithoutCheckpointsIsToldUnlessItJustBegan() {
    jobs = List.of(job("ok", 900_000, 10_000.0));
    assertThat(diagnosis().problems()).isEmpty();
    jobs = List.of(job("ok", 900_000, 400_000.0));
    assertThat(only().what()).contains("freshet-embedding-r1", "400.0 s");
    jobs = List.of(job("stale", 900_000, 400_000.0));
    assertThat(diagnosis().problems()).isEmpty();
    jobs = List.of(job("ok", 10_000, null));
    assertThat(diagnosis().problems()).isEmpty();
    jobs = List.of(job("ok", 900_000, null));
    assertThat(only().what()).contains("900.0 s");
  }

  private static Status.Job job(String state, double runningMs, @Nullable Double checkpointAgeMs) {
    return new Status.Job(
        "freshet-embedding-r1", state, runningMs, 0.0, checkpointAgeMs, 300.0, 0.0, .5, .1, 0.0);
  }

  @Test
  void everyOtherFaultIsToldWithARemedy() {
    recall = .5;
    assertThat(only().what()).contains("50 in 100");
    recall = 1.0;
    failing = .5;
    assertThat(only().what()).contains("Inference");
    failing = 0.0;
    active = "r2";
    assertThat(only().what()).contains("r2").contains("r1");
    active = "r1";
    lettersLately = 12;
    assertThat(only().what()).contains("12 records").contains("too_old");
    assertThat(only().remedy()).contains("dlq inspect --topic listening-events");
    lettersLately = 0;
    sources = List.of(new Status.Source("flink", "stale", 40_000L, "it does not answer"));
    assertThat(only().what()).contains("flink").contains("40.0 s");
    sources = List.of(new Status.Source("flink", "ok", 1L, null));
    assertThat(diagnosis().problems()).isEmpty();
  }

  private Problem only() {
    List<Problem> problems = diagnosis().problems();
    assertThat(problems).hasSize(1);
    assertThat(problems.get(0).remedy()).isNotBlank();
    return problems.get(0);
  }

  private Diagnosis diagnosis() {
    return Diagnosis.of(
        new Diagnosis.Findings(
            waitingFor,
            new Status.Freshness(5000, .99, 1000.0, 2000.0, 10, 1.0, 1000, 1.0, burn),
            new Status.Index(
                release, release == null ? null : 1L, 5, indexLagMs, recall, recall, 5, 5),
            new Status.Releases(active, null, false, List.of()),
            List.of(step),
            jobs,
            new Status.Inference("ok", List.of(), 1.0, 1.0, 1.0, 1.0, 0.0, failing),
            new Status.DeadLetters(
                lettersLately,
                lettersLately,
                lettersLately > 0 ? Map.of("too_old", 11L, "future", 1L) : Map.of(),
                List.of(),
                lettersLately > 0
                    ? List.of(
                        new Status.DeadLetterSample(
                            "", "listening-events", "future", "", "", "", 0))
                    : List.of()),
            sources));
  }

  private static Step step(String id, @Nullable Double perSecond, String state, String note) {
    return new Step(id, "Step " + id, perSecond, "records", null, null, state, note);
  }
}
