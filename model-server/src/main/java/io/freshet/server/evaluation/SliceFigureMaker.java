package io.freshet.server.evaluation;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Figures of a slice with their intervals, over several seeds. */
final class SliceFigureMaker {
  private SliceFigureMaker() {}

  /**
   * All metrics of a slice.
   *
   * @param sliced the slice per seed, each with a row
   */
  static EvaluationReport.SliceFigures figures(
      String name, List<Ranking> sliced, Bootstrap bootstrap) {
    Map<String, Bootstrap.Interval> figures = new LinkedHashMap<>();
    for (Metric metric : Metric.values()) {
      figures.put(
          metric.label(),
          bootstrap.mean(Judged.meanValues(sliced, ranking -> ranking.values(metric))));
    }
    figures.put(
        ReportMaker.MATCHED_AUC, bootstrap.mean(Judged.meanValues(sliced, Ranking::matchedValues)));
    return new EvaluationReport.SliceFigures(
        name,
        sliced.get(0).rows(),
        sliced.get(0).targets(),
        sliced.stream().mapToDouble(Ranking::coverage).average().orElse(Double.NaN),
        figures);
  }
}
