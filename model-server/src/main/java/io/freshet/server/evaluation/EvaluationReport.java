package io.freshet.server.evaluation;

import java.util.List;
import java.util.Map;

/**
 * What an evaluation found, as it is written down.
 *
 * @param protocol on what
 * @param rows per contender
 * @param lifts every contender over every one before it
 */
public record EvaluationReport(Protocol protocol, List<Row> rows, List<Lift> lifts) {
  public EvaluationReport {
    rows = List.copyOf(rows);
    lifts = List.copyOf(lifts);
  }

  /**
   * The data and the split.
   *
   * @param data its name
   * @param items all of them
   * @param events all of them
   * @param eventsBefore those before the split
   * @param splitAt the split, ISO 8601
   * @param leastUsers users that make an item a candidate
   * @param candidates items that are ranked
   * @param encoder where text vectors are from
   */
  public record Protocol(
      String data,
      int items,
      int events,
      int eventsBefore,
      String splitAt,
      int leastUsers,
      int candidates,
      String encoder) {}

  /**
   * A contender.
   *
   * @param contender its name
   * @param seeds how often it was fitted
   * @param figures per slice
   */
  public record Row(String contender, int seeds, List<SliceFigures> figures) {
    public Row {
      figures = List.copyOf(figures);
    }

    /** The slice that tables show: warm users. */
    public SliceFigures main() {
      return figures.get(0);
    }

    /** A figure of that slice; NaN where it is absent. */
    public double figure(String metric) {
      Bootstrap.Interval interval = main().figures().get(metric);
      return interval == null ? Double.NaN : interval.mean();
    }
  }

  /**
   * A slice of a contender's ranking.
   *
   * @param slice its name
   * @param users users with a target in it
   * @param targets targets in it
   * @param coverage share of the candidates that are among the first 100 of any of the users
   * @param figures by metric
   */
  public record SliceFigures(
      String slice,
      int users,
      int targets,
      double coverage,
      Map<String, Bootstrap.Interval> figures) {
    public SliceFigures {
      figures = Map.copyOf(figures);
    }
  }

  /**
   * What one contender gains over another, for the same users.
   *
   * @param contender the one
   * @param over the other
   * @param slice of which slice
   * @param metric in which metric
   * @param difference mean and interval
   * @param significant whether the interval leaves zero out
   */
  public record Lift(
      String contender,
      String over,
      String slice,
      String metric,
      Bootstrap.Interval difference,
      boolean significant) {}
}
