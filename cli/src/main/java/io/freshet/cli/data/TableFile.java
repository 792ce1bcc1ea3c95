package io.freshet.cli.data;

import java.io.IOException;
import java.nio.file.Path;

/** Reads the rows of a table file, whatever its syntax. */
@FunctionalInterface
interface TableFile {
  /** Uses one row; throws if it cannot. */
  @FunctionalInterface
  interface RowReader {
    void read(Row row, long line) throws BadLineException;
  }

  /** Hands over all rows; counts those that are no rows or are refused. */
  void read(Path file, BadLines bad, RowReader reader) throws IOException;
}
