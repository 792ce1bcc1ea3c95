package io.freshet.cli.evaluate;

import io.freshet.cli.data.DataFormat;
import io.freshet.server.evaluation.EvaluationReport;
import io.freshet.server.evaluation.Metric;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What the two towers over the graph are to reach at a frozen split. */
final class FrozenTargets {
  /** Whose figures the aims are about. */
  static final String JUDGED = "2T-HGNN";

  /** The same towers on 0 layers. */
  static final String WITHOUT_GRAPH = "two towers without graph";

  /** How much of the best baseline is wanted beyond it. */
  private static final double STRETCH = 1.1;

  private static final Map<DataFormat, Aim> AIMS =
      Map.of(
          DataFormat.MOVIETWEETINGS, new Aim(0.41, 0.18),
          DataFormat.HETREC_LASTFM, new Aim(0.325, 0.17));

  private FrozenTargets() {}

  private record Aim(double hitRate, double reciprocalRank) {}

  /**
   * The aims; none where the towers were not judged.
   *
   * @param format of recorded data; the invented world, which has none, holds taste across item
   *     types that only its graph shows, and there the graph has to tell
   */
  static List<Target> of(Optional<DataFormat> format, EvaluationReport report) {
    List<Target> targets = new ArrayList<>();
    report.rows().stream()
        .filter(row -> row.contender().equals(JUDGED))
        .findFirst()
        .ifPresent(row -> add(targets, format.map(AIMS::get), row, report));
    if (format.isEmpty()) {
      report.lifts().stream()
          .filter(lift -> lift.contender().equals(JUDGED) && lift.over().equals(WITHOUT_GRAPH))
          .filter(lift -> lift.metric().equals(Metric.HIT_RATE_10.label()))
          .forEach(lift -> targets.add(graph(lift)));
    }
    return targets;
  }

  private static Target graph(EvaluationReport.Lift lift) {
    double low = lift.difference().low();
    return new Target(
        JUDGED + " HR@10 gained over " + WITHOUT_GRAPH + ", low end of the interval",
        0,
        low,
        low > 0);
  }

  private static void add(
      List<Target> targets, Optional<Aim> aim, EvaluationReport.Row row, EvaluationReport report) {
    double hitRate = row.figure(Metric.HIT_RATE_10.label());
    if (aim.isPresent()) {
      targets.add(Target.atLeast(JUDGED + " HR@10", aim.get().hitRate, hitRate));
      targets.add(
          Target.atLeast(
              JUDGED + " MRR@100", aim.get().reciprocalRank, row.figure(Metric.MRR_100.label())));
    }
    double best = 0;
    for (EvaluationReport.Row other : report.rows()) {
      if (!isModel(other.contender())) {
        double rate = other.figure(Metric.HIT_RATE_10.label());
        best = Math.max(best, rate);
        targets.add(Target.atLeast(JUDGED + " HR@10, that of " + other.contender(), rate, hitRate));
      }
    }
    targets.add(
        Target.atLeast(
            JUDGED + " HR@10, stretch: best baseline and 10 %", STRETCH * best, hitRate));
  }

  private static boolean isModel(String contender) {
    return contender.startsWith(JUDGED) || contender.equals(WITHOUT_GRAPH);
  }
}
