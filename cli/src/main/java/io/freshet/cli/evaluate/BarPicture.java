package io.freshet.cli.evaluate;

import io.freshet.server.evaluation.Bootstrap.Interval;
import io.freshet.server.evaluation.EvaluationReport;
import io.freshet.server.evaluation.EvaluationReport.Row;
import io.freshet.server.evaluation.Metric;
import java.util.List;
import java.util.Locale;

/** A bar with its interval per contender, for two metrics side by side. */
final class BarPicture {
  private static final List<String> METRICS =
      List.of(Metric.HIT_RATE_10.label(), Metric.MRR_100.label());
  private static final int LEFT = 170;
  private static final int PANEL = 330;
  private static final int GAP = 60;
  private static final int ROW = 26;
  private static final int TOP = 60;

  private BarPicture() {}

  static String of(EvaluationReport report) {
    int height = TOP + ROW * report.rows().size() + 20;
    SvgCanvas canvas = new SvgCanvas(LEFT + 2 * (PANEL + GAP), height);
    canvas.text(10, 20, "start", report.protocol().data() + ": mean and 95 % interval over users");
    for (int panel = 0; panel < METRICS.size(); panel++) {
      draw(canvas, report, METRICS.get(panel), LEFT + panel * (PANEL + GAP));
    }
    for (int row = 0; row < report.rows().size(); row++) {
      canvas.text(LEFT - 8, y(row) + 14, "end", report.rows().get(row).contender());
    }
    return canvas.document();
  }

  private static void draw(SvgCanvas canvas, EvaluationReport report, String metric, int left) {
    canvas.text(left, TOP - 12, "start", metric);
    double largest = 1e-9;
    for (Row row : report.rows()) {
      largest = Math.max(largest, interval(row, metric).high());
    }
    for (int k = 0; k < report.rows().size(); k++) {
      Interval figure = interval(report.rows().get(k), metric);
      double scale = PANEL / largest;
      canvas.rectangle(left, y(k), figure.mean() * scale, ROW - 8, "#5b8db8");
      double middle = y(k) + (ROW - 8) / 2.0;
      canvas.line(
          left + figure.low() * scale, middle, left + figure.high() * scale, middle, "#222222");
      canvas.text(
          left + figure.high() * scale + 5,
          y(k) + 14,
          "start",
          String.format(Locale.ROOT, "%.3f", figure.mean()));
    }
  }

  private static int y(int row) {
    return TOP + row * ROW;
  }

  private static Interval interval(Row row, String metric) {
    Interval interval = row.main().figures().get(metric);
    return interval == null ? new Interval(0, 0, 0) : interval;
  }
}
