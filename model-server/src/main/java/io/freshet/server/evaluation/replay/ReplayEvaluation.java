package io.freshet.server.evaluation.replay;

import static java.util.Objects.requireNonNull;

import io.freshet.server.evaluation.Bootstrap;
import io.freshet.server.evaluation.Bootstrap.Interval;
import io.freshet.server.evaluation.Contender;
import io.freshet.server.evaluation.EvaluationData;
import io.freshet.server.evaluation.RefreshableScorer;
import io.freshet.server.evaluation.Scorer;
import io.freshet.server.evaluation.Seeds;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.IntStream;

/** Fits contenders before the split, and replays the time after it in all arms. */
public final class ReplayEvaluation {
  private final EvaluationData data;
  private final int tickEvents;
  private final Optional<Duration> sessionGap;
  private final Bootstrap bootstrap;
  private final Consumer<String> progress;

  /**
   * Of some data.
   *
   * @param tickEvents events between two ticks
   * @param sessionGap longest pause within a session, where the items of sessions are to be
   *     foreseen; empty for the items that are new to their users
   * @param progress told what is done, in words
   */
  public ReplayEvaluation(
      EvaluationData data,
      int tickEvents,
      Optional<Duration> sessionGap,
      Bootstrap bootstrap,
      Consumer<String> progress) {
    this.data = requireNonNull(data, "data is null");
    this.tickEvents = tickEvents;
    this.sessionGap = requireNonNull(sessionGap, "sessionGap is null");
    this.bootstrap = requireNonNull(bootstrap, "bootstrap is null");
    this.progress = requireNonNull(progress, "progress is null");
  }

  /**
   * Replays contenders in their order. Error bounds are for those that embed items ahead.
   *
   * @param seeds what contenders that depend on chance are fitted with
   */
  public ReplayReport run(List<Contender> contenders, List<Arm> arms, Seeds seeds) {
    Replay replay = new Replay(data, tickEvents, sessionGap);
    progress.accept("snapshots of %d targets are made".formatted(replay.size()));
    List<ReplayReport.Row> rows = new ArrayList<>();
    for (Contender contender : contenders) {
      Map<Arm, List<ArmOutcome>> outcomes = new LinkedHashMap<>();
      for (long seed : seeds.of(contender)) {
        try (Scorer scorer = contender.fit(data.trainingSet(seed))) {
          for (Arm arm : arms) {
            if (!arm.isBounded() || scorer instanceof RefreshableScorer) {
              ArmOutcome outcome = replay.run(scorer, arm);
              progress.accept(line(contender, seed, outcome));
              outcomes.computeIfAbsent(arm, each -> new ArrayList<>()).add(outcome);
            }
          }
        }
      }
      rows.addAll(rows(contender.name(), replay, outcomes));
    }
    Targets targets = replay.targets();
    return new ReplayReport(
        data.name(),
        targets.size(),
        (int) IntStream.range(0, targets.size()).filter(targets::isRisen).count(),
        (int) IntStream.range(0, targets.size()).filter(targets::isNew).count(),
        sessionGap.map(Duration::toSeconds).orElse(0L),
        familiarities(targets),
        tickEvents,
        rows);
  }

  private static Map<String, Integer> familiarities(Targets targets) {
    Map<String, Integer> counts = new LinkedHashMap<>();
    for (Familiarity familiarity : Familiarity.values()) {
      int count = (int) having(targets, familiarity).count();
      if (count > 0) {
        counts.put(familiarity.label(), count);
      }
    }
    return counts;
  }

  private static IntStream having(Targets targets, Familiarity familiarity) {
    return IntStream.range(0, targets.size())
        .filter(target -> targets.familiarity(target) == familiarity);
  }

  private static String line(Contender contender, long seed, ArmOutcome outcome) {
    double hitRate =
        Arrays.stream(ReplayFigures.hits(List.of(outcome))).average().orElse(Double.NaN);
    return String.format(
        Locale.ROOT,
        "%s, seed %d, %s: HR@10 %.4f",
        contender.name(),
        seed,
        outcome.arm().name(),
        hitRate);
  }

  private List<ReplayReport.Row> rows(
      String contender, Replay replay, Map<Arm, List<ArmOutcome>> outcomes) {
    List<ArmOutcome> base = outcomes.getOrDefault(Arm.LIVE_HISTORY, List.of());
    List<ReplayReport.Row> rows = new ArrayList<>();
    outcomes.forEach(
        (arm, seeds) ->
            rows.add(row(contender, arm, replay, seeds, base.isEmpty() ? seeds : base)));
    return rows;
  }

  private static Map<String, Interval> byFamiliarity(
      ReplayFigures figures, Targets targets, double[] hits) {
    Map<String, Interval> byFamiliarity = new LinkedHashMap<>();
    for (Familiarity familiarity : Familiarity.values()) {
      if (having(targets, familiarity).findAny().isPresent()) {
        byFamiliarity.put(
            familiarity.label(),
            figures.mean(hits, target -> targets.familiarity(target) == familiarity));
      }
    }
    return byFamiliarity;
  }

  private ReplayReport.Row row(
      String contender, Arm arm, Replay replay, List<ArmOutcome> seeds, List<ArmOutcome> base) {
    Targets targets = replay.targets();
    ReplayFigures figures = new ReplayFigures(targets, bootstrap, data.events().userIds().size());
    double[] hits = ReplayFigures.hits(seeds);
    double[] ranks = ReplayFigures.reciprocalRanks(seeds);
    return new ReplayReport.Row(
        contender,
        arm.name(),
        seeds.size(),
        figures.mean(hits, target -> true),
        figures.mean(ranks, target -> true),
        figures.gain(hits, ReplayFigures.hits(base)),
        figures.gain(ranks, ReplayFigures.reciprocalRanks(base)),
        figures.mean(hits, targets::isRisen),
        figures.mean(hits, targets::isNew),
        byFamiliarity(figures, targets, hits),
        seeds.get(0).refreshes(),
        seeds.stream().mapToDouble(ArmOutcome::embedded).average().orElse(Double.NaN),
        seeds.stream().mapToDouble(ArmOutcome::sent).average().orElse(Double.NaN),
        ReplayFigures.curve(hits));
  }
}
