package io.freshet.cli.data;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Lines that could not be used: all are counted, the first few are kept to be shown. One owner, one
 * thread.
 */
public final class BadLines {
  /** How many are kept with their place and reason. */
  public static final int KEPT = 20;

  private final List<BadLine> examples = new ArrayList<>();
  private long count;

  void add(Path file, long line, Fault fault, String why) {
    count++;
    if (examples.size() < KEPT) {
      examples.add(new BadLine("%s:%d".formatted(file.getFileName(), line), fault, why));
    }
  }

  void add(Path file, long line, BadLineException bad) {
    add(file, line, bad.fault(), String.valueOf(bad.getMessage()));
  }

  static BadLines sum(BadLines first, BadLines second) {
    BadLines both = new BadLines();
    both.count = first.count + second.count;
    both.examples.addAll(first.examples);
    both.examples.addAll(second.examples);
    return both;
  }

  /** How many there were. */
  public long count() {
    return count;
  }

  /** The first of them. */
  public List<BadLine> examples() {
    return List.copyOf(examples);
  }
}
