package io.freshet.server.retrieval.status;

import static java.util.Objects.requireNonNull;

import io.freshet.schemas.Topics;
import io.freshet.server.retrieval.status.Status.Step;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;

/**
 * The way of an event to an answer, step by step. A step is late when what waits before it is more
 * than the objective's worth, or has waited for longer than the objective.
 */
final class PipelineView {
  private static final String LATE = "late";

  /** Fewer waiting records than this are no backlog, however slow their stream. */
  private static final long SMALL_BACKLOG = 1000;

  /** What the steps are read from. */
  record Facts(
      Instant now,
      TopicRates rates,
      JobMetrics jobs,
      List<Status.Round> rounds,
      Status.Inference inference,
      Status.Index index,
      @Nullable Double appliedPerSecond,
      Status.Queries queries) {}

  private final Topics topics;
  private final WatchedTopics watched;
  private final Duration objective;

  PipelineView(Topics topics, WatchedTopics watched, Duration objective) {
    this.topics = requireNonNull(topics, "topics is null");
    this.watched = requireNonNull(watched, "watched is null");
    this.objective = requireNonNull(objective, "objective is null");
  }

  List<Step> steps(Facts facts) {
    List<Step> steps = new ArrayList<>();
    OptionalDouble events = rate(facts, topics.listeningEvents().name());
    steps.add(
        new Step(
            "events",
            "Listening events",
            boxed(events),
            "events",
            null,
            null,
            facts.rates().areStale(facts.now()) ? Sources.STALE : known(events.isPresent()),
            ""));
    steps.add(
        job(
            facts,
            "graph",
            "Interaction graph",
            JobMetrics.GRAPH,
            rate(facts, topics.itemNeighborhoods().name()),
            "neighborhoods",
            events.orElse(0)));
    steps.add(
        job(
            facts,
            "features",
            "Text features",
            JobMetrics.FEATURES,
            facts.rates().perSecond(watched::isFeatures),
            "items",
            rate(facts, topics.catalogItems().name()).orElse(0)));
    steps.add(embedding(facts));
    steps.add(inference(facts.inference()));
    steps.add(index(facts));
    steps.add(
        new Step(
            "answers",
            "Answers",
            facts.queries().perSecond(),
            "answers",
            null,
            rounded(facts.queries().p99Ms()),
            known(facts.queries().perSecond() != null),
            "p99 of the last minute"));
    return List.copyOf(steps);
  }

  private Step embedding(Facts facts) {
    String release = facts.index().release();
    OptionalDouble published =
        release == null
            ? OptionalDouble.empty()
            : rate(facts, topics.itemEmbeddings(release).name());
    Step step =
        job(
            facts,
            "embeddings",
            "Embeddings",
            JobMetrics.EMBEDDING,
            published,
            "embeddings",
            rate(facts, topics.itemNeighborhoods().name()).orElse(0));
    Long lag = roundLagMillis(facts);
    boolean isLate = lag != null && lag > objective.toMillis();
    return new Step(
        step.id(),
        step.name(),
        step.perSecond(),
        step.unit(),
        step.lagRecords(),
        lag,
        isLate && step.state().equals(Sources.OK) ? LATE : step.state(),
        lag == null ? step.note() : "behind its newest round");
  }

  /** By the job's metrics, or else by the manifest of the newest round. */
  private static @Nullable Long roundLagMillis(Facts facts) {
    OptionalDouble told = facts.jobs().roundLagSeconds();
    if (told.isPresent() && !facts.jobs().areStale(facts.now())) {
      return Math.round(told.getAsDouble() * 1000);
    }
    return facts.rounds().stream()
        .map(Status.Round::round)
        .filter(round -> round > 0)
        .max(Long::compareTo)
        .map(round -> Math.max(0, facts.now().toEpochMilli() - round))
        .orElse(null);
  }

  private Step job(
      Facts facts,
      String id,
      String name,
      String job,
      OptionalDouble perSecond,
      String unit,
      double inputsPerSecond) {
    JobMetrics jobs = facts.jobs();
    OptionalDouble pending = jobs.pending(job);
    double bearable = Math.max(SMALL_BACKLOG, inputsPerSecond * objective.toMillis() / 1e3);
    String state;
    String note = "";
    if (facts.rates().areStale(facts.now()) || jobs.areStale(facts.now())) {
      state = Sources.STALE;
      note = "as last seen";
    } else if (jobs.runningMillis(job).orElse(1) <= 0) {
      state = LATE;
      note = "the job is not running";
    } else if (pending.orElse(0) > bearable) {
      state = LATE;
      note = "more waits than it can do in time";
    } else {
      state = known(perSecond.isPresent());
      note = jobs.areKnown() ? "" : "lag not known: no metrics of Flink are read";
    }
    return new Step(
        id,
        name,
        boxed(perSecond),
        unit,
        pending.isPresent() ? Math.round(pending.getAsDouble()) : null,
        null,
        state,
        note);
  }

  private Step inference(Status.Inference inference) {
    Double queue = inference.queueMs();
    boolean isLate = queue != null && queue > objective.toMillis();
    return new Step(
        "inference",
        "Inference",
        inference.rowsPerSecond(),
        "rows",
        rounded(inference.pendingRows()),
        rounded(queue),
        isLate && inference.state().equals(Sources.OK) ? LATE : inference.state(),
        inference.state().equals(Sources.UNKNOWN)
            ? "no metrics of an inference server are read"
            : "mean wait for a batch");
  }

  private Step index(Facts facts) {
    Long lag = facts.index().lagMs();
    return new Step(
        "index",
        "Index",
        facts.appliedPerSecond(),
        "embeddings",
        null,
        lag,
        lag == null ? Sources.UNKNOWN : lag > objective.toMillis() ? LATE : Sources.OK,
        lag == null ? "no index serves yet" : "");
  }

  private static OptionalDouble rate(Facts facts, String topic) {
    return facts.rates().perSecond(topic::equals);
  }

  private static String known(boolean isKnown) {
    return isKnown ? Sources.OK : Sources.UNKNOWN;
  }

  private static @Nullable Double boxed(OptionalDouble value) {
    return value.isPresent() ? value.getAsDouble() : null;
  }

  private static @Nullable Long rounded(@Nullable Double value) {
    return Optional.ofNullable(value).map(Math::round).orElse(null);
  }
}
