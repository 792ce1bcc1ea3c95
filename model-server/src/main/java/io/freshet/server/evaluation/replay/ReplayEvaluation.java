package io.freshet.server.evaluation.replay;

import static java.util.Objects.requireNonNull;

import io.freshet.server.evaluation.Bootstrap;
import io.freshet.server.evaluation.Bootstrap.Interval;
import io.freshet.server.evaluation.Contender;
import io.freshet.server.evaluation.EvaluationData;
import io.freshet.server.evaluation.Kept;
import io.freshet.server.evaluation.RefreshableScorer;
import io.freshet.server.evaluation.Scorer;
import io.freshet.server.evaluation.Seeds;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
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
  private final Optional<Path> keeping;
  private final Bootstrap bootstrap;
  private final Consumer<String> progress;

  /**
   * Of some data.
   *
   * @param tickEvents events between two ticks
   * @param sessionGap longest pause within a session, where the items of sessions are to be
   *     foreseen; empty for the items that are new to their users
   * @param keeping directory for what contenders reached; none is fitted again whose outcomes lie
   *     there, and several processes may fill it with parts of one evaluation
   * @param progress told what is done, in words
   */
  public ReplayEvaluation(
      EvaluationData data,
      int tickEvents,
      Optional<Duration> sessionGap,
      Optional<Path> keeping,
      Bootstrap bootstrap,
      Consumer<String> progress) {
    this.data = requireNonNull(data, "data is null");
    this.tickEvents = tickEvents;
    this.sessionGap = requireNonNull(sessionGap, "sessionGap is null");
    this.keeping = requireNonNull(keeping, "keeping is null");
    this.bootstrap = requireNonNull(bootstrap, "bootstrap is null");
    this.progress = requireNonNull(progress, "progress is null");
  }

  /**
   * Replays contenders in their order. Error bounds are for those that embed items ahead.
   *
   * @param seeds what contenders that depend on chance are fitted with
   * @throws UncheckedIOException when what was kept cannot be read or is of other data or settings,
   *     or outcomes cannot be kept
   */
  public ReplayReport run(List<Contender> contenders, List<Arm> arms, Seeds seeds) {
    Replay replay = new Replay(data, tickEvents, sessionGap);
    progress.accept("snapshots of %d targets are made".formatted(replay.size()));
    Optional<Kept> kept = keeping.map(directory -> kept(directory, arms));
    List<ReplayReport.Row> rows = new ArrayList<>();
    Map<String, Map<Arm, List<ArmOutcome>>> all = new LinkedHashMap<>();
    for (Contender contender : contenders) {
      Map<Arm, List<ArmOutcome>> outcomes = new LinkedHashMap<>();
      for (long seed : seeds.of(contender)) {
        kept.flatMap(each -> each.find(contender, seed, in -> read(arms, in)))
            .orElseGet(() -> replay(contender, seed, arms, replay, kept))
            .forEach(
                outcome ->
                    outcomes
                        .computeIfAbsent(outcome.arm(), each -> new ArrayList<>())
                        .add(outcome));
      }
      all.put(contender.name(), outcomes);
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
        rows,
        new ReplayLifts(targets, figures(targets)).of(all));
  }

  private Kept kept(Path directory, List<Arm> arms) {
    String settings =
        "tick of %d events, sessions %s, arms %s"
            .formatted(tickEvents, sessionGap.map(Duration::toString).orElse("none"), arms);
    return new Kept(
        directory, "replay", settings, data, data.snapshots().get().at(data.splitAt()).graph());
  }

  private List<ArmOutcome> replay(
      Contender contender, long seed, List<Arm> arms, Replay replay, Optional<Kept> kept) {
    List<ArmOutcome> outcomes = new ArrayList<>();
    try (Scorer scorer = contender.fit(data.trainingSet(seed))) {
      for (Arm arm : arms) {
        if (!arm.isBounded() || scorer instanceof RefreshableScorer) {
          ArmOutcome outcome = replay.run(scorer, arm);
          progress.accept(line(contender, seed, outcome));
          outcomes.add(outcome);
        }
      }
    }
    kept.ifPresent(each -> each.keep(contender, seed, out -> write(outcomes, arms, out)));
    return outcomes;
  }

  private static void write(List<ArmOutcome> outcomes, List<Arm> arms, DataOutputStream out)
      throws IOException {
    out.writeInt(outcomes.size());
    for (ArmOutcome outcome : outcomes) {
      out.writeInt(arms.indexOf(outcome.arm()));
      outcome.write(out);
    }
  }

  private static List<ArmOutcome> read(List<Arm> arms, DataInputStream in) throws IOException {
    List<ArmOutcome> outcomes = new ArrayList<>();
    int size = in.readInt();
    for (int k = 0; k < size; k++) {
      outcomes.add(ArmOutcome.read(arms.get(in.readInt()), in));
    }
    return outcomes;
  }

  private ReplayFigures figures(Targets targets) {
    return new ReplayFigures(targets, bootstrap, data.events().userIds().size());
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
    ReplayFigures figures = figures(targets);
    double[] hits = ReplayFigures.hits(seeds);
    double[] ranks = ReplayFigures.reciprocalRanks(seeds);
    return new ReplayReport.Row(
        contender,
        arm.name(),
        seeds.size(),
        figures.mean(hits, target -> true),
        figures.mean(ranks, target -> true),
        figures.gain(hits, ReplayFigures.hits(base), target -> true),
        figures.gain(ranks, ReplayFigures.reciprocalRanks(base), target -> true),
        figures.mean(hits, targets::isRisen),
        figures.mean(hits, targets::isNew),
        byFamiliarity(figures, targets, hits),
        seeds.get(0).refreshes(),
        seeds.stream().mapToDouble(ArmOutcome::embedded).average().orElse(Double.NaN),
        seeds.stream().mapToDouble(ArmOutcome::sent).average().orElse(Double.NaN),
        ReplayFigures.curve(hits));
  }
}
