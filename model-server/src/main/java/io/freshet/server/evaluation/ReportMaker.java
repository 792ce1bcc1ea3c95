package io.freshet.server.evaluation;

import static java.util.Objects.requireNonNull;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** Makes the report of a frozen split. Immutable. */
public final class ReportMaker {
  /** Name of popularity-matched AUC, which is no {@link Metric} of ranks. */
  public static final String MATCHED_AUC = "pmAUC";

  private static final List<Metric> LIFT_METRICS =
      List.of(Metric.HIT_RATE_10, Metric.NDCG_10, Metric.MRR_100);

  private final EvaluationData data;
  private final Bootstrap bootstrap;
  private final Slices slices;

  /** Of some data, with intervals by a bootstrap. */
  public ReportMaker(EvaluationData data, Bootstrap bootstrap) {
    this.data = requireNonNull(data, "data is null");
    this.bootstrap = requireNonNull(bootstrap, "bootstrap is null");
    slices = new Slices(data);
  }

  /** The report of contenders that were judged on the data. */
  public EvaluationReport report(List<Judged> judged) {
    return new EvaluationReport(protocol(), judged.stream().map(this::row).toList(), lifts(judged));
  }

  /** The data and the split. */
  public EvaluationReport.Protocol protocol() {
    RankingTask warm = data.warm();
    return new EvaluationReport.Protocol(
        data.name(),
        data.items().size(),
        data.events().size(),
        data.events().countBefore(data.splitAt()),
        Instant.ofEpochMilli(data.splitAt()).toString(),
        data.leastUsers(),
        warm.candidates(),
        data.items().encoder());
  }

  private EvaluationReport.Row row(Judged judged) {
    List<EvaluationReport.SliceFigures> figures = new ArrayList<>();
    for (Slices.Named slice : slices.warm()) {
      add(figures, slice, judged.warm());
    }
    add(figures, new Slices.Named("cold items", (user, target) -> true), judged.cold());
    return new EvaluationReport.Row(judged.contender(), judged.warm().size(), figures);
  }

  private void add(
      List<EvaluationReport.SliceFigures> out, Slices.Named slice, List<Ranking> rankings) {
    List<Ranking> sliced = rankings.stream().map(ranking -> ranking.slice(slice.slice())).toList();
    if (sliced.get(0).rows() == 0) {
      return;
    }
    out.add(SliceFigureMaker.figures(slice.name(), sliced, bootstrap));
  }

  private List<EvaluationReport.Lift> lifts(List<Judged> judged) {
    List<EvaluationReport.Lift> lifts = new ArrayList<>();
    for (int k = 0; k < judged.size(); k++) {
      for (int other = 0; other < k; other++) {
        for (Metric metric : LIFT_METRICS) {
          lifts.add(lift(judged.get(k), judged.get(other), metric));
        }
      }
    }
    return lifts;
  }

  private EvaluationReport.Lift lift(Judged judged, Judged over, Metric metric) {
    Bootstrap.Interval difference =
        bootstrap.difference(warmValues(judged, metric), warmValues(over, metric));
    return new EvaluationReport.Lift(
        judged.contender(),
        over.contender(),
        Slices.WARM_USERS,
        metric.label(),
        difference,
        difference.excludesZero());
  }

  private double[] warmValues(Judged judged, Metric metric) {
    List<Ranking> warm =
        judged.warm().stream()
            .map(ranking -> ranking.slice((user, target) -> slices.isWarm(user)))
            .toList();
    return Judged.meanValues(warm, ranking -> ranking.values(metric));
  }
}
