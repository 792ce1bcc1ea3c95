package io.freshet.cli.evaluate;

import io.freshet.server.evaluation.replay.ReplayReport;
import io.freshet.server.evaluation.replay.ReplayReport.Row;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What refreshing is to gain for the two towers over the graph. */
final class ReplayTargets {
  private static final String JUDGED = FrozenTargets.JUDGED;
  private static final double GAIN = 1.15;
  private static final double RISEN_GAIN = 1.5;
  private static final double KEPT = 0.9;
  private static final double LEAST_SPARED = 0.8;

  private ReplayTargets() {}

  /** The aims; none where the towers were not judged. */
  static List<Target> of(ReplayReport report) {
    List<Target> targets = new ArrayList<>();
    Optional<Row> frozen = find(report, JUDGED, "frozen");
    Optional<Row> live = find(report, JUDGED, "continuous");
    if (frozen.isEmpty() || live.isEmpty()) {
      return targets;
    }
    double before = frozen.get().hitRate().mean();
    double after = live.get().hitRate().mean();
    targets.add(Target.atLeast(JUDGED + " HR@10, continuous over frozen", GAIN, after / before));
    targets.add(
        Target.atLeast(
            JUDGED + " HR@10 of risen items, continuous over frozen",
            RISEN_GAIN,
            live.get().risenHitRate().mean() / frozen.get().risenHitRate().mean()));
    report.lifts().stream()
        .filter(lift -> lift.contender().equals(JUDGED))
        .filter(lift -> lift.over().equals(FrozenTargets.WITHOUT_GRAPH))
        .filter(lift -> lift.arm().equals("continuous") && lift.slice().equals("new"))
        .map(lift -> lift.hitRate().low())
        .forEach(
            low ->
                targets.add(
                    new Target(
                        JUDGED
                            + " HR@10 of new items gained over the same without graph,"
                            + " continuous, low end of the interval",
                        0,
                        low,
                        low > 0)));
    find(report, JUDGED, "bounded 0.05, 0.02")
        .ifPresent(
            bounded -> {
              double kept = (bounded.hitRate().mean() - before) / (after - before);
              targets.add(
                  Target.atLeast(JUDGED + " share of the gain that bounds keep", KEPT, kept));
              targets.add(
                  Target.atLeast(
                      JUDGED + " share of the items that a bounded refresh spares",
                      LEAST_SPARED,
                      1 - bounded.embedded()));
            });
    return targets;
  }

  private static Optional<Row> find(ReplayReport report, String contender, String arm) {
    return report.rows().stream()
        .filter(row -> row.contender().equals(contender) && row.arm().equals(arm))
        .findFirst();
  }
}
