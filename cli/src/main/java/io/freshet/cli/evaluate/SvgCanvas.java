package io.freshet.cli.evaluate;

import java.util.Locale;

/** Draws an SVG picture. Mutable, one owner, one thread. */
final class SvgCanvas {
  private final StringBuilder body = new StringBuilder();
  private final int width;
  private final int height;

  SvgCanvas(int width, int height) {
    this.width = width;
    this.height = height;
  }

  void rectangle(double x, double y, double w, double h, String color) {
    body.append(
        format(
            "<rect x=\"%.1f\" y=\"%.1f\" width=\"%.1f\" height=\"%.1f\" fill=\"%s\"/>%n",
            x, y, w, h, color));
  }

  void line(double x1, double y1, double x2, double y2, String color) {
    body.append(
        format(
            "<line x1=\"%.1f\" y1=\"%.1f\" x2=\"%.1f\" y2=\"%.1f\" stroke=\"%s\"/>%n",
            x1, y1, x2, y2, color));
  }

  /** A curve through points. */
  void curve(double[] xs, double[] ys, String color) {
    StringBuilder points = new StringBuilder();
    for (int k = 0; k < xs.length; k++) {
      points.append(format("%.1f,%.1f ", xs[k], ys[k]));
    }
    body.append(
        format(
            "<polyline points=\"%s\" fill=\"none\" stroke=\"%s\" stroke-width=\"2\"/>%n",
            points.toString().strip(), color));
  }

  /** Text whose anchor is start, middle or end. */
  void text(double x, double y, String anchor, String text) {
    body.append(
        format(
            "<text x=\"%.1f\" y=\"%.1f\" text-anchor=\"%s\">%s</text>%n",
            x, y, anchor, escaped(text)));
  }

  /** The document. */
  String document() {
    return format(
            "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"%d\" height=\"%d\" "
                + "viewBox=\"0 0 %d %d\" font-family=\"sans-serif\" font-size=\"12\">%n",
            width, height, width, height)
        + format("<rect width=\"%d\" height=\"%d\" fill=\"white\"/>%n", width, height)
        + body
        + "</svg>\n";
  }

  private static String escaped(String text) {
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
  }

  private static String format(String format, Object... values) {
    return String.format(Locale.ROOT, format, values);
  }
}
