package io.freshet.cli.data;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;

/** Reads a text file line by line; what a line's reader refuses is counted. */
final class Lines {
  private static final long LAST_SECOND = Instant.parse("9999-12-31T23:59:59Z").getEpochSecond();

  private Lines() {}

  /** Uses one line; throws if it cannot. */
  @FunctionalInterface
  interface LineReader {
    void read(String line, long number) throws BadLineException;
  }

  /** Reads all lines but empty ones. Bytes that are not of the charset become U+FFFD. */
  static void read(Path file, Charset charset, BadLines bad, LineReader reader) throws IOException {
    readAfter(0, file, charset, bad, reader);
  }

  /** Like {@link #read}, after the given number of heading lines. */
  static void readAfter(int headings, Path file, Charset charset, BadLines bad, LineReader reader)
      throws IOException {
    long number = 0;
    // A stream reader, unlike Files.newBufferedReader, replaces malformed bytes.
    try (BufferedReader lines =
        new BufferedReader(new InputStreamReader(Files.newInputStream(file), charset))) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        number++;
        if (number > headings && !line.isBlank()) {
          readLine(file, number, line, bad, reader);
        }
      }
    }
  }

  private static void readLine(
      Path file, long number, String line, BadLines bad, LineReader reader) {
    try {
      reader.read(line, number);
    } catch (BadLineException e) {
      bad.add(file, number, e);
    }
  }

  /** The fields of a line; more or fewer than expected is a bad line. */
  static String[] fields(String line, String separator, int expected) throws BadLineException {
    String[] fields = line.split(separator, -1);
    if (fields.length != expected) {
      throw new BadLineException(
          Fault.FIELDS, "%d fields, not %d".formatted(fields.length, expected));
    }
    return fields;
  }

  /** The time of a field that counts seconds since 1970, up to the year 9999. */
  static Instant seconds(String field, String name) throws BadLineException {
    long seconds = number(field, name);
    if (seconds < 0 || seconds > LAST_SECOND) {
      throw new BadLineException(
          Fault.TIME, "%s is not in seconds since 1970 (%s)".formatted(name, field));
    }
    return Instant.ofEpochSecond(seconds);
  }

  /** The number in a field. */
  static long number(String field, String name) throws BadLineException {
    try {
      return Long.parseLong(field.trim());
    } catch (NumberFormatException e) {
      throw new BadLineException(
          Fault.NUMBER, "%s is not a whole number (%s)".formatted(name, field), e);
    }
  }
}
