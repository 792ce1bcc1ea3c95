package io.freshet.cli.evaluate;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import io.freshet.cli.data.DataFormat;
import io.freshet.server.evaluation.EvaluationReport;
import io.freshet.server.evaluation.EvaluationReport.Lift;
import io.freshet.server.evaluation.EvaluationReport.Protocol;
import io.freshet.server.evaluation.EvaluationReport.Row;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** Writes a report of a frozen split. Immutable. */
public final class FrozenReport implements WrittenReport {
  private static final ObjectMapper JSON =
      new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

  private final EvaluationReport report;
  private final List<Target> targets;

  /**
   * Of a report.
   *
   * @param format of its data, which may have aims of its own
   */
  public FrozenReport(EvaluationReport report, Optional<DataFormat> format) {
    this.report = requireNonNull(report, "report is null");
    targets = FrozenTargets.of(format, report);
  }

  private record Written(
      Protocol protocol, List<Row> rows, List<Lift> lifts, List<Target> targets) {}

  @Override
  public void json(Path file) throws IOException {
    JSON.writeValue(
        file.toFile(), new Written(report.protocol(), report.rows(), report.lifts(), targets));
  }

  @Override
  public void markdown(Path file) throws IOException {
    Files.writeString(file, new MarkdownReport(report).text());
  }

  @Override
  public void svg(Path file) throws IOException {
    Files.writeString(file, BarPicture.of(report));
  }

  @Override
  public String table() {
    return new MarkdownReport(report).table();
  }

  @Override
  public List<Target> targets() {
    return targets;
  }
}
