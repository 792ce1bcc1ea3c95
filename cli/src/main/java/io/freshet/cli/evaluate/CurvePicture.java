package io.freshet.cli.evaluate;

import io.freshet.server.evaluation.replay.ReplayReport;
import io.freshet.server.evaluation.replay.ReplayReport.Row;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** HR@10 over the time after the split, one panel per contender and one curve per arm. */
final class CurvePicture {
  private static final List<String> COLORS =
      List.of(
          "#999999", "#1f77b4", "#2ca02c", "#ff7f0e", "#d62728", "#9467bd", "#8c564b", "#e377c2");
  private static final int LEFT = 60;
  private static final int WIDTH = 560;
  private static final int HEIGHT = 220;
  private static final int PANEL = 290;
  private static final int TOP = 50;
  private static final int GRID_LINES = 4;

  private CurvePicture() {}

  static String of(ReplayReport report) {
    List<String> contenders = report.rows().stream().map(Row::contender).distinct().toList();
    SvgCanvas canvas = new SvgCanvas(LEFT + WIDTH + 230, TOP + PANEL * contenders.size());
    canvas.text(
        10, 20, "start", report.data() + ": HR@10 of the next item after the split, over time");
    double largest =
        report.rows().stream()
            .flatMap(row -> row.curve().stream())
            .mapToDouble(Double::doubleValue)
            .max()
            .orElse(1);
    for (int panel = 0; panel < contenders.size(); panel++) {
      String contender = contenders.get(panel);
      List<Row> rows = new ArrayList<>(report.rows());
      rows.removeIf(row -> !row.contender().equals(contender));
      draw(canvas, rows, TOP + PANEL * panel, Math.max(largest, 1e-9));
    }
    return canvas.document();
  }

  private static void draw(SvgCanvas canvas, List<Row> rows, int top, double largest) {
    canvas.text(LEFT, top, "start", rows.get(0).contender());
    int bottom = top + 10 + HEIGHT;
    for (int line = 0; line <= GRID_LINES; line++) {
      double y = bottom - HEIGHT * line / (double) GRID_LINES;
      canvas.line(LEFT, y, LEFT + WIDTH, y, "#dddddd");
      String value = String.format(Locale.ROOT, "%.2f", largest * line / GRID_LINES);
      canvas.text(LEFT - 6, y + 4, "end", value);
    }
    for (int k = 0; k < rows.size(); k++) {
      Row row = rows.get(k);
      String color = COLORS.get(k % COLORS.size());
      double[] xs = new double[row.curve().size()];
      double[] ys = new double[xs.length];
      for (int point = 0; point < xs.length; point++) {
        xs[point] = LEFT + WIDTH * (point + 0.5) / xs.length;
        ys[point] = bottom - HEIGHT * row.curve().get(point) / largest;
      }
      canvas.curve(xs, ys, color);
      int y = top + 20 + 20 * k;
      canvas.line(LEFT + WIDTH + 12, y - 4, LEFT + WIDTH + 36, y - 4, color);
      String mean = String.format(Locale.ROOT, "%s %.3f", row.arm(), row.hitRate().mean());
      canvas.text(LEFT + WIDTH + 42, y, "start", mean);
    }
    canvas.text(LEFT, bottom + 16, "start", "split");
    canvas.text(LEFT + WIDTH, bottom + 16, "end", "end of the data");
  }
}
