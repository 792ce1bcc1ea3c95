package io.freshet.cli;

import java.io.PrintWriter;
import java.io.Writer;

/** Fails once, at the first line that holds some words: as when the machine goes down. */
final class Breaking extends PrintWriter {
  private final String words;
  private boolean broke;

  Breaking(Writer out, String words) {
    super(out, true);
    this.words = words;
  }

  @Override
  public void println(String line) {
    if (!broke && line.contains(words)) {
      broke = true;
      throw new IllegalStateException("broken off");
    }
    super.println(line);
  }
}
