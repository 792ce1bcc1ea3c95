package io.freshet.cli.evaluate;

import static java.util.Objects.requireNonNull;

import io.freshet.server.evaluation.Bootstrap.Interval;
import io.freshet.server.evaluation.EvaluationReport;
import io.freshet.server.evaluation.EvaluationReport.Lift;
import io.freshet.server.evaluation.EvaluationReport.Row;
import io.freshet.server.evaluation.EvaluationReport.SliceFigures;
import io.freshet.server.evaluation.Metric;
import io.freshet.server.evaluation.ReportMaker;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A report of a frozen split as Markdown. */
final class MarkdownReport {
  private static final List<String> METRICS =
      List.of(
          Metric.HIT_RATE_10.label(),
          Metric.NDCG_10.label(),
          Metric.MRR_100.label(),
          Metric.RECALL_20.label(),
          ReportMaker.MATCHED_AUC);

  private final EvaluationReport report;

  MarkdownReport(EvaluationReport report) {
    this.report = requireNonNull(report, "report is null");
  }

  /** Everything. */
  String text() {
    return Stream.of(protocol(), table(), slices(Metric.HIT_RATE_10.label()), lifts())
        .collect(Collectors.joining("\n"));
  }

  /** One row per contender, for warm users. */
  String table() {
    StringBuilder table = new StringBuilder();
    table
        .append("| contender | ")
        .append(String.join(" | ", METRICS))
        .append(" | coverage@100 |\n|---|")
        .append("---|".repeat(METRICS.size() + 1))
        .append('\n');
    for (Row row : report.rows()) {
      table.append("| ").append(row.contender()).append(" | ");
      for (String metric : METRICS) {
        table.append(figure(row.main().figures().get(metric))).append(" | ");
      }
      table.append(number(row.main().coverage())).append(" |\n");
    }
    return table.toString();
  }

  private String protocol() {
    EvaluationReport.Protocol protocol = report.protocol();
    return """
        %s: %d items, %d events, of which %d before %s; %d candidates with at least %d users; text vectors: %s.
        Mean and 95 %% interval over users.
        """
        .formatted(
            protocol.data(),
            protocol.items(),
            protocol.events(),
            protocol.eventsBefore(),
            protocol.splitAt(),
            protocol.candidates(),
            protocol.leastUsers(),
            protocol.encoder());
  }

  private String slices(String metric) {
    StringBuilder table = new StringBuilder();
    List<SliceFigures> slices = report.rows().get(0).figures();
    table.append("| ").append(metric).append(" of |");
    slices.forEach(slice -> table.append(" %s (%d) |".formatted(slice.slice(), slice.users())));
    table.append("\n|---|").append("---|".repeat(slices.size())).append('\n');
    for (Row row : report.rows()) {
      table.append("| ").append(row.contender()).append(" |");
      for (SliceFigures slice : row.figures()) {
        Interval figure = slice.figures().get(metric);
        table.append(' ').append(figure == null ? "" : number(figure.mean())).append(" |");
      }
      table.append('\n');
    }
    return table.toString();
  }

  private String lifts() {
    StringBuilder table = new StringBuilder();
    table.append("| gain of | over | in | difference | significant |\n|---|---|---|---|---|\n");
    for (Lift lift : report.lifts()) {
      table.append(
          "| %s | %s | %s | %s [%s, %s] | %s |%n"
              .formatted(
                  lift.contender(),
                  lift.over(),
                  lift.metric(),
                  signed(lift.difference().mean()),
                  signed(lift.difference().low()),
                  signed(lift.difference().high()),
                  lift.significant() ? "yes" : "no"));
    }
    return table.toString();
  }

  private static String figure(@Nullable Interval interval) {
    return interval == null
        ? ""
        : "%s [%s, %s]"
            .formatted(number(interval.mean()), number(interval.low()), number(interval.high()));
  }

  private static String number(double value) {
    return String.format(Locale.ROOT, "%.3f", value);
  }

  private static String signed(double value) {
    return String.format(Locale.ROOT, "%+.3f", value);
  }
}
