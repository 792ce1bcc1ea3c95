package io.freshet.cli.data;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Comma-separated values as in RFC 4180: a heading row that names the columns, fields in double
 * quotes where they hold a comma, a quote (doubled) or a line break. Values of a list column are
 * separated by {@code |}.
 */
final class CsvFile implements TableFile {
  @Override
  public void read(Path file, BadLines bad, RowReader reader) throws IOException {
    try (BufferedReader lines =
        new BufferedReader(new InputStreamReader(Files.newInputStream(file), UTF_8))) {
      CsvRecords records = new CsvRecords(lines);
      List<String> heading = records.next();
      if (heading == null) {
        return;
      }
      Map<String, Integer> columns = columns(heading);
      for (List<String> row = records.next(); row != null; row = records.next()) {
        if (isBlank(row)) {
          continue;
        }
        try {
          checkWidth(row, heading);
          reader.read(new CsvRow(columns, row), records.line());
        } catch (BadLineException e) {
          bad.add(file, records.line(), e);
        }
      }
    }
  }

  private static Map<String, Integer> columns(List<String> heading) {
    Map<String, Integer> columns = new HashMap<>();
    for (String name : heading) {
      // Spreadsheets put a byte order mark in front of the first name.
      columns.put(name.replace("\uFEFF", "").trim(), columns.size());
    }
    return columns;
  }

  private static boolean isBlank(List<String> row) {
    return row.size() == 1 && row.get(0).isBlank();
  }

  private static void checkWidth(List<String> row, List<String> heading) throws BadLineException {
    if (row.size() != heading.size()) {
      throw new BadLineException(
          Fault.FIELDS, "%d fields, not %d".formatted(row.size(), heading.size()));
    }
  }

  private record CsvRow(Map<String, Integer> columns, List<String> fields) implements Row {
    @Override
    public @Nullable String text(String column) {
      Integer index = columns.get(column);
      return index == null || fields.get(index).isEmpty() ? null : fields.get(index);
    }

    @Override
    public List<String> list(String column) {
      String text = text(column);
      return text == null ? List.of() : List.of(text.split("\\|", -1));
    }
  }

  /** Splits the characters into records of fields. */
  private static final class CsvRecords {
    private final BufferedReader characters;
    private long nextLine = 1;
    private long line;

    CsvRecords(BufferedReader characters) {
      this.characters = characters;
    }

    /** Line on which the last record began. */
    long line() {
      return line;
    }

    /** The next record, or null at the end. */
    @Nullable List<String> next() throws IOException {
      line = nextLine;
      String text = characters.readLine();
      if (text == null) {
        return null;
      }
      nextLine++;
      List<String> fields = new ArrayList<>();
      StringBuilder field = new StringBuilder();
      boolean quoted = false;
      for (int i = 0; ; i++) {
        if (i == text.length()) {
          String more = quoted ? characters.readLine() : null;
          if (more == null) {
            fields.add(field.toString());
            return fields;
          }
          nextLine++;
          field.append('\n');
          text = more;
          i = -1;
        } else if (quoted && text.startsWith("\"\"", i)) {
          field.append('"');
          i++;
        } else if (text.charAt(i) == '"') {
          quoted = !quoted;
        } else if (text.charAt(i) == ',' && !quoted) {
          fields.add(field.toString());
          field.setLength(0);
        } else {
          field.append(text.charAt(i));
        }
      }
    }
  }
}
