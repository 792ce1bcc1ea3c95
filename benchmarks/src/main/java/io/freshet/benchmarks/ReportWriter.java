package io.freshet.benchmarks;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Tells how a benchmark goes, a line at a time, and in the end what came of it. */
public final class ReportWriter {
  private final PrintWriter out;

  /** Writes progress there. */
  public ReportWriter(PrintWriter out) {
    this.out = requireNonNull(out, "out is null");
  }

  /** A line of progress. */
  public void say(String line) {
    out.println(line);
    out.flush();
  }

  /**
   * Tells what came of the targets, and writes the report.
   *
   * @param report a record that Jackson writes
   * @param targets those in the report
   * @param json where to, or null for nowhere
   */
  public void write(Object report, List<Target> targets, @Nullable Path json) throws IOException {
    targets.forEach(target -> say(target.line()));
    if (json != null) {
      new ObjectMapper()
          .enable(SerializationFeature.INDENT_OUTPUT)
          .writeValue(json.toFile(), report);
    }
  }
}
