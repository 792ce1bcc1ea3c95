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

  private final List<String> examples = new ArrayList<>();
  private long count;

  void add(Path file, long line, String why) {
    count++;
    if (examples.size() < KEPT) {
      examples.add("%s:%d: %s".formatted(file.getFileName(), line, why));
    }
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

  /** The first of them, as {@code file:line: why}. */
  public List<String> examples() {
    return List.copyOf(examples);
  }
}
