package io.freshet.cli.evaluate;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** A report in the forms that it is written in. */
public interface WrittenReport {
  /** Writes everything; the aims come last. */
  void json(Path file) throws IOException;

  /** Writes the tables. */
  void markdown(Path file) throws IOException;

  /** Writes the picture. */
  void svg(Path file) throws IOException;

  /** The main table as Markdown. */
  String table();

  /** What was aimed at, and what came of it. */
  List<Target> targets();
}
