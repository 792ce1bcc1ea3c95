package io.freshet.server.evaluation.replay;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntPredicate;

/** How much more contenders find than others that are kept as fresh. Immutable. */
final class ReplayLifts {
  private final ReplayFigures figures;
  private final Map<String, IntPredicate> slices = new LinkedHashMap<>();

  ReplayLifts(Targets targets, ReplayFigures figures) {
    this.figures = figures;
    slices.put("all", target -> true);
    slices.put("risen", targets::isRisen);
    slices.put("new", targets::isNew);
  }

  /**
   * The lifts of each contender over each one before it, in the arms that both were replayed in.
   */
  List<ReplayReport.Lift> of(Map<String, Map<Arm, List<ArmOutcome>>> outcomes) {
    List<ReplayReport.Lift> lifts = new ArrayList<>();
    List<String> contenders = List.copyOf(outcomes.keySet());
    for (int k = 0; k < contenders.size(); k++) {
      for (int other = 0; other < k; other++) {
        add(contenders.get(k), contenders.get(other), outcomes, lifts);
      }
    }
    return lifts;
  }

  private void add(
      String contender,
      String over,
      Map<String, Map<Arm, List<ArmOutcome>>> outcomes,
      List<ReplayReport.Lift> lifts) {
    Map<Arm, List<ArmOutcome>> others = outcomes.getOrDefault(over, Map.of());
    outcomes
        .getOrDefault(contender, Map.of())
        .forEach(
            (arm, seeds) -> {
              if (others.containsKey(arm)) {
                double[] hits = ReplayFigures.hits(seeds);
                double[] otherHits = ReplayFigures.hits(others.get(arm));
                slices.forEach(
                    (slice, kept) ->
                        lifts.add(
                            new ReplayReport.Lift(
                                contender,
                                over,
                                arm.name(),
                                slice,
                                figures.gain(hits, otherHits, kept))));
              }
            });
  }
}
