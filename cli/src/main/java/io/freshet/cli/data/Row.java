package io.freshet.cli.data;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** One row of a table, its columns by name. */
interface Row {
  /** The text of a column; null if the column is missing or empty. */
  @Nullable String text(String column);

  /** The values of a list column; empty if the column is missing. */
  List<String> list(String column);
}
