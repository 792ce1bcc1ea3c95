package io.freshet.benchmarks;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.ser.std.StdSerializer;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Tells how a benchmark goes, a line at a time, and in the end what came of it. */
public final class ReportWriter {
  private static final ObjectMapper JSON =
      new ObjectMapper()
          .enable(SerializationFeature.INDENT_OUTPUT)
          .registerModule(
              new SimpleModule()
                  .addSerializer(double.class, new Finite())
                  .addSerializer(Double.class, new Finite()));

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
   * Tells what came of the targets, and writes the report. JSON has no number for what is not
   * finite: where nothing could be measured it says null.
   *
   * @param report a record that Jackson writes
   * @param targets those in the report
   * @param json where to, or null for nowhere
   */
  public void write(Object report, List<Target> targets, @Nullable Path json) throws IOException {
    targets.forEach(target -> say(target.line()));
    if (json != null) {
      JSON.writeValue(json.toFile(), report);
    }
  }

  /** A number, or null for none. */
  private static final class Finite extends StdSerializer<Double> {
    private static final long serialVersionUID = 1;

    Finite() {
      super(Double.class);
    }

    @Override
    public void serialize(Double value, JsonGenerator json, SerializerProvider provider)
        throws IOException {
      if (Double.isFinite(value)) {
        json.writeNumber(value);
      } else {
        json.writeNull();
      }
    }
  }
}
