package io.freshet.server.evaluation;

import static java.util.Objects.requireNonNull;

import io.freshet.server.snapshot.Graph;
import io.freshet.server.snapshot.Snapshot;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Predicate;

/**
 * A content type that is added without training again: contenders learn from data without it, and
 * then rank its items at the split, when their texts and their neighborhoods are known. Immutable.
 */
public final class HeldOutType {
  private final EvaluationData whole;
  private final EvaluationData without;
  private final String type;
  private final Consumer<String> progress;

  /**
   * Of some data.
   *
   * @param whole with the type
   * @param without the same without it, split at the same time
   * @param progress told what begins, in words
   */
  public HeldOutType(
      EvaluationData whole, EvaluationData without, String type, Consumer<String> progress) {
    this.whole = requireNonNull(whole, "whole is null");
    this.without = requireNonNull(without, "without is null");
    this.type = requireNonNull(type, "type is null");
    this.progress = requireNonNull(progress, "progress is null");
    if (without.items().types().contains(type) || whole.splitAt() != without.splitAt()) {
      throw new IllegalArgumentException(
          "Cannot hold out %s: it is still there, or the splits differ (%d, %d)"
              .formatted(type, whole.splitAt(), without.splitAt()));
    }
  }

  /**
   * Judges contenders in their order; users with an item of the type before the split and those
   * without are slices.
   *
   * @param seeds what contenders that depend on chance are fitted with
   * @param bootstrap of the intervals
   */
  public List<EvaluationReport.Row> run(
      List<InductiveContender> contenders, Seeds seeds, Bootstrap bootstrap) {
    RankingTask task =
        RankingTask.ofType(
            whole.events(),
            whole.items().itemTypes(),
            whole.items().types().indexOf(type),
            whole.splitAt(),
            whole.leastUsers());
    Snapshot snapshot = served(whole.snapshots().get().at(whole.splitAt()));
    List<EvaluationReport.Row> rows = new ArrayList<>();
    for (InductiveContender contender : contenders) {
      List<Ranking> rankings = new ArrayList<>();
      for (long seed : seeds.of(contender)) {
        progress.accept("%s, seed %d".formatted(contender.name(), seed));
        try (Scorer scorer = contender.fit(without.trainingSet(seed), whole.items())) {
          rankings.add(task.rank(scorer, snapshot));
        }
      }
      rows.add(row(contender.name(), task, rankings, bootstrap));
    }
    return rows;
  }

  /** With the slots that the contenders know. */
  private Snapshot served(Snapshot snapshot) {
    List<String> known = without.items().types();
    int[] slotOf = new int[snapshot.graph().slots()];
    for (int slot = 0; slot < slotOf.length; slot++) {
      int index =
          slot < whole.items().types().size() ? known.indexOf(whole.items().types().get(slot)) : -1;
      slotOf[slot] = index < 0 ? known.size() : index;
    }
    Graph graph = snapshot.graph().regrouped(slotOf, known.size() + 1);
    return new Snapshot(
        snapshot.asOf(), snapshot.events(), graph, snapshot.counts(), snapshot.firstSeen());
  }

  private static EvaluationReport.Row row(
      String contender, RankingTask task, List<Ranking> rankings, Bootstrap bootstrap) {
    Map<String, Predicate<Integer>> slices = new LinkedHashMap<>();
    slices.put("users of the type", user -> task.eventsBefore(user) > 0);
    slices.put("users new to the type", user -> task.eventsBefore(user) == 0);
    List<EvaluationReport.SliceFigures> figures = new ArrayList<>();
    slices.forEach(
        (name, kept) -> {
          List<Ranking> sliced =
              rankings.stream()
                  .map(ranking -> ranking.slice((user, target) -> kept.test(user)))
                  .toList();
          if (sliced.get(0).rows() > 0) {
            figures.add(SliceFigureMaker.figures(name, sliced, bootstrap));
          }
        });
    return new EvaluationReport.Row(contender, rankings.size(), figures);
  }
}
