package io.freshet.cli;

import io.freshet.cli.data.BadLines;
import io.freshet.cli.data.DataFormat;
import io.freshet.cli.data.Dataset;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Iterator;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;

/** Which recorded data to read. */
final class DataOptions {
  @Option(
      names = "--data",
      required = true,
      paramLabel = "DIR",
      description = "Directory of the data.")
  private Path directory = Path.of("");

  @Option(
      names = "--format",
      defaultValue = "avro",
      paramLabel = "FORMAT",
      completionCandidates = FormatNames.class,
      converter = FormatConverter.class,
      description = "One of ${COMPLETION-CANDIDATES} (default: ${DEFAULT-VALUE}).")
  private DataFormat format = DataFormat.AVRO;

  Dataset open() {
    return format.open(directory);
  }

  DataFormat format() {
    return format;
  }

  /** What the data is called: its format and where it is. */
  String name() {
    return "%s in %s".formatted(format, directory);
  }

  /** What the data is called in reports, wherever it lies: its directory's name and its format. */
  String label() {
    return "%s (%s)".formatted(directory.toAbsolutePath().normalize().getFileName(), format);
  }

  /** Says how many lines could not be used, and shows the first. */
  static void report(BadLines bad, PrintWriter err) {
    if (bad.count() == 0) {
      return;
    }
    bad.examples().forEach(example -> err.println("bad line: " + example));
    err.printf("%d bad lines were left out%n", bad.count());
  }

  /** The names of the formats, for the help. */
  static final class FormatNames implements Iterable<String> {
    @Override
    public Iterator<String> iterator() {
      return Arrays.stream(DataFormat.values()).map(DataFormat::id).iterator();
    }
  }

  /** Name to format. */
  static final class FormatConverter implements ITypeConverter<DataFormat> {
    @Override
    public DataFormat convert(String value) {
      return DataFormat.of(value);
    }
  }
}
