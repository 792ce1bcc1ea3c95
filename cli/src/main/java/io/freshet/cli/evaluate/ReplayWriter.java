package io.freshet.cli.evaluate;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import io.freshet.server.evaluation.Bootstrap.Interval;
import io.freshet.server.evaluation.replay.ReplayReport;
import io.freshet.server.evaluation.replay.ReplayReport.Row;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Writes a report of a replay. Immutable. */
public final class ReplayWriter implements WrittenReport {
  private static final ObjectMapper JSON =
      new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

  private final ReplayReport report;
  private final List<Target> targets;

  /** Of a report. */
  public ReplayWriter(ReplayReport report) {
    this.report = requireNonNull(report, "report is null");
    // Aims are about items that are new to their users.
    targets = report.sessionGapSeconds() == 0 ? ReplayTargets.of(report) : List.of();
  }

  private record Written(ReplayReport report, List<Target> targets) {}

  @Override
  public void json(Path file) throws IOException {
    JSON.writeValue(file.toFile(), new Written(report, targets));
  }

  @Override
  public void markdown(Path file) throws IOException {
    Files.writeString(file, table());
  }

  @Override
  public void svg(Path file) throws IOException {
    Files.writeString(file, CurvePicture.of(report));
  }

  @Override
  public String table() {
    StringBuilder table = new StringBuilder();
    table.append(
        """
        %s: %d targets, %d on items that rose, %d on new items; a tick is %d events.

        | contender | arm | HR@10 | MRR@100 | HR@10 over live history | MRR@100 over live history | risen HR@10 | new HR@10 | embedded | sent |
        |---|---|---|---|---|---|---|---|---|---|
        """
            .formatted(
                report.data(),
                report.targets(),
                report.risen(),
                report.fresh(),
                report.tickEvents()));
    report.rows().forEach(row -> table.append(line(row)));
    if (report.sessionGapSeconds() > 0) {
      sessions(table);
    }
    lifts(table);
    return table.toString();
  }

  @Override
  public List<Target> targets() {
    return targets;
  }

  private void lifts(StringBuilder table) {
    if (report.lifts().isEmpty()) {
      return;
    }
    table.append(
        """

        HR@10 more than another contender that is kept as fresh:

        | contender | over | arm | all | risen | new |
        |---|---|---|---|---|---|
        """);
    Map<String, List<ReplayReport.Lift>> rows = new LinkedHashMap<>();
    for (ReplayReport.Lift lift : report.lifts()) {
      String key = "| %s | %s | %s |".formatted(lift.contender(), lift.over(), lift.arm());
      rows.computeIfAbsent(key, each -> new ArrayList<>()).add(lift);
    }
    rows.forEach(
        (key, lifts) -> {
          table.append(key);
          lifts.forEach(lift -> table.append(" %s |".formatted(interval(lift.hitRate()))));
          table.append('\n');
        });
  }

  private void sessions(StringBuilder table) {
    table.append(
        """

        Targets are the items of sessions, which a pause of more than %d minutes ends. HR@10 by what
        their user had to do with them before the session:

        | contender | arm |"""
            .formatted(report.sessionGapSeconds() / 60));
    report
        .familiarity()
        .forEach((label, count) -> table.append(" %s (%d) |".formatted(label, count)));
    table.append("\n|---|---|").append("---|".repeat(report.familiarity().size())).append('\n');
    for (Row row : report.rows()) {
      table.append("| %s | %s |".formatted(row.contender(), row.arm()));
      for (Interval hitRate : row.familiarHitRate().values()) {
        table.append(
            String.format(
                Locale.ROOT,
                " %.3f [%.3f, %.3f] |",
                hitRate.mean(),
                hitRate.low(),
                hitRate.high()));
      }
      table.append('\n');
    }
  }

  private static String line(Row row) {
    return "| %s | %s | %s | %s | %s | %s | %s | %s | %s | %s |\n"
        .formatted(
            row.contender(),
            row.arm(),
            figure("%.4f", row.hitRate()),
            figure("%.4f", row.reciprocalRank()),
            interval(row.hitRateGain()),
            interval(row.reciprocalRankGain()),
            figure("%.3f", row.risenHitRate()),
            figure("%.3f", row.freshHitRate()),
            share(row.embedded()),
            share(row.sent()));
  }

  private static String figure(String format, Interval interval) {
    return String.format(Locale.ROOT, format, interval.mean());
  }

  private static String interval(Interval interval) {
    return String.format(
        Locale.ROOT, "%+.4f [%+.4f, %+.4f]", interval.mean(), interval.low(), interval.high());
  }

  private static String share(double share) {
    return Double.isNaN(share) ? "" : String.format(Locale.ROOT, "%.1f %%", 100 * share);
  }
}
