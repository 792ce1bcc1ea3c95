package io.freshet.server.retrieval.status;

import io.freshet.server.retrieval.status.Status.Problem;
import io.freshet.server.retrieval.status.Status.Step;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What is wrong and what to do about it, in plain words, and the state that follows. A rule for
 * each thing that people who run this have to notice; every one names a remedy.
 */
final class Diagnosis {
  static final String STARTING = "starting";
  static final String FRESH = "fresh";
  static final String LATE = "late";
  static final String TROUBLE = "trouble";

  private static final String BAD = "bad";
  private static final String WARNING = "warning";
  private static final double GOOD_RECALL = 0.9;
  private static final double LONG_WITHOUT_CHECKPOINT_MS = 300_000;

  /** What is known, without what is concluded from it. */
  record Findings(
      List<String> waitingFor,
      Status.Freshness freshness,
      Status.Index index,
      Status.Releases releases,
      List<Step> pipeline,
      List<Status.Job> jobs,
      Status.Inference inference,
      Status.DeadLetters deadLetters,
      List<Status.Source> sources) {}

  private final Findings findings;
  private final List<Problem> problems = new ArrayList<>();

  private Diagnosis(Findings findings) {
    this.findings = findings;
  }

  static Diagnosis of(Findings findings) {
    Diagnosis diagnosis = new Diagnosis(findings);
    diagnosis.start();
    diagnosis.freshness();
    diagnosis.pipeline();
    diagnosis.jobs();
    diagnosis.inference();
    diagnosis.index();
    diagnosis.releases();
    diagnosis.deadLetters();
    diagnosis.sources();
    diagnosis.problems.sort(Comparator.comparing(it -> it.level().equals(BAD) ? 0 : 1));
    return diagnosis;
  }

  /** Worst first. */
  List<Problem> problems() {
    return List.copyOf(problems);
  }

  String state() {
    if (findings.index().release() == null) {
      return STARTING;
    }
    if (problems.stream().anyMatch(it -> it.level().equals(BAD))) {
      return isLate() ? LATE : TROUBLE;
    }
    return FRESH;
  }

  String summary() {
    Double p50 = findings.freshness().p50Ms();
    String freshness =
        p50 == null
            ? "no event has become searchable yet"
            : "half of what is played is searchable within %s, 99 in 100 within %s"
                .formatted(seconds(p50), seconds(findings.freshness().p99Ms()));
    return switch (state()) {
      case STARTING -> "Starting: waiting for %s.".formatted(waiting());
      case LATE -> "Recommendations are late: %s.".formatted(freshness);
      case TROUBLE ->
          "Recommendations are served, but something is wrong: %s.".formatted(freshness);
      default -> "Recommendations are fresh: %s.".formatted(freshness);
    };
  }

  private void start() {
    if (!findings.waitingFor().isEmpty()) {
      add(
          findings.index().release() == null ? WARNING : BAD,
          "Answers are not complete yet: waiting for %s".formatted(waiting()),
          "Wait; if it lasts, see whether the broker answers and whether a release was trained and"
              + " activated (./freshet release list)");
    }
  }

  private void freshness() {
    Double burn = findings.freshness().burn();
    if (isLate()) {
      add(
          BAD,
          "Events take longer than %s to become searchable: %.0f in 100 in the last five minutes"
              .formatted(
                  seconds((double) findings.freshness().objectiveMs()),
                  burn == null ? 0 : burn * (1 - findings.freshness().target()) * 100),
          "Look for the first late step of the pipeline below: it holds up all that follow");
    }
  }

  private boolean isLate() {
    Double burn = findings.freshness().burn();
    return burn != null && burn > 1;
  }

  private void pipeline() {
    for (Step step : findings.pipeline()) {
      if (step.state().equals(LATE) && !step.id().equals("index")) {
        add(
            step.note().contains("not running") ? BAD : WARNING,
            "%s is late%s".formatted(step.name(), step.note().isEmpty() ? "" : ": " + step.note()),
            step.id().equals("inference")
                ? "Add inference servers; see freshet_inference_queue_seconds"
                : "See the job in Flink's web UI: restarts, back-pressure and checkpoints; give it"
                    + " more slots if it is busy all the time");
      }
      if (step.id().equals("events") && isSilent(step)) {
        add(
            WARNING,
            "No listening events arrive",
            "See whether whatever writes listening-events runs; without events nothing changes");
      }
    }
  }

  private static boolean isSilent(Step events) {
    Double perSecond = events.perSecond();
    return events.state().equals(Sources.OK) && perSecond != null && perSecond <= 0;
  }

  private void jobs() {
    for (Status.Job job : findings.jobs()) {
      Double age = job.checkpointAgeMs();
      double without = age == null ? job.runningMs() : age;
      if (job.state().equals(Sources.OK) && without > LONG_WITHOUT_CHECKPOINT_MS) {
        add(
            WARNING,
            "%s has had no checkpoint for %s".formatted(job.name(), seconds(without)),
            "See its checkpoints in Flink's web UI: expired ones come of back pressure or a slow"
                + " disk, declined ones of an exception; a failure now would repeat that much");
      }
    }
  }

  private void inference() {
    Double failed = findings.inference().failedPerSecond();
    if (failed != null && failed > 0) {
      add(
          WARNING,
          "Inference requests fail: %.2f a second".formatted(failed),
          "See freshet_inference_requests_total by code and the inference server's log; the"
              + " embedding job asks again and waits");
    }
  }

  private void index() {
    Long lag = findings.index().lagMs();
    if (lag != null && lag > findings.freshness().objectiveMs()) {
      add(
          BAD,
          "The index is %s behind its topic".formatted(seconds((double) lag)),
          "See whether the broker answers and whether this server has a core to itself; answers"
              + " are of that age meanwhile");
    }
    Double recall = findings.index().recall10();
    if (recall != null && recall < GOOD_RECALL) {
      add(
          WARNING,
          "Searches find %.0f in 100 of the nearest items".formatted(recall * 100),
          "Raise target-recall or probes of the index (serve retrieval --index), or ask with"
              + " \"exact\": true");
    }
  }

  private void releases() {
    String active = findings.releases().active();
    String serving = findings.index().release();
    if (active != null
        && serving != null
        && !active.equals(serving)
        && !findings.releases().fixed()) {
      add(
          WARNING,
          "Release %s is active, and %s serves until its index is complete"
              .formatted(active, serving),
          "Wait while its index fills; if it does not, see whether its embedding job runs");
    }
  }

  private void deadLetters() {
    if (findings.deadLetters().lastTenMinutes() > 0) {
      Optional<Map.Entry<String, Long>> commonest =
          findings.deadLetters().reasons().entrySet().stream().max(Map.Entry.comparingByValue());
      String topic =
          findings.deadLetters().newest().stream()
              .findFirst()
              .map(Status.DeadLetterSample::topic)
              .orElse("TOPIC");
      add(
          WARNING,
          "%,d records could not be used in the last ten minutes%s"
              .formatted(
                  findings.deadLetters().lastTenMinutes(),
                  commonest.map(it -> "; the commonest reason is " + it.getKey()).orElse("")),
          "./freshet dlq inspect --topic %s shows them; mend their writer, then ./freshet dlq replay"
              .formatted(topic));
    }
  }

  private void sources() {
    for (Status.Source source : findings.sources()) {
      if (!source.state().equals(Sources.OK) && source.failure() != null) {
        Long age = source.ageMs();
        add(
            WARNING,
            "%s shows no metrics: %s%s"
                .formatted(
                    source.name(),
                    source.failure(),
                    age == null ? "" : ", for " + seconds((double) age)),
            "See whether it runs and whether --scrape names the right address; its figures here"
                + " are those of then");
      }
    }
  }

  private void add(String level, String what, String remedy) {
    problems.add(new Problem(level, what, remedy));
  }

  private String waiting() {
    return findings.waitingFor().isEmpty() ? "an index" : String.join(", ", findings.waitingFor());
  }

  private static String seconds(@Nullable Double millis) {
    return millis == null ? "-" : "%.1f s".formatted(millis / 1000);
  }
}
