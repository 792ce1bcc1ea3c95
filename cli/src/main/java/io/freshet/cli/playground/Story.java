package io.freshet.cli.playground;

import static java.util.Objects.requireNonNull;

import java.io.PrintWriter;
import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * Tells people what happens. Lines that say how far something is are redrawn in place on a terminal
 * and printed every few seconds elsewhere. Safe for several threads.
 */
public final class Story {
  private static final Duration BETWEEN_LINES = Duration.ofSeconds(5);

  private final PrintWriter out;
  private final Medium medium;
  private final LongSupplier nanoTime;
  private long lastNanos;
  private int drawn;

  /** Where the story is told. */
  public enum Medium {
    /** Somebody watches: lines can be redrawn. */
    TERMINAL,
    /** A file or a pipe. */
    LOG
  }

  /** A story told there. */
  public Story(PrintWriter out, Medium medium, LongSupplier nanoTime) {
    this.out = requireNonNull(out, "out is null");
    this.medium = requireNonNull(medium, "medium is null");
    this.nanoTime = requireNonNull(nanoTime, "nanoTime is null");
    lastNanos = nanoTime.getAsLong();
  }

  /** A line of its own. */
  public synchronized void say(String line) {
    if (drawn > 0) {
      out.println();
      drawn = 0;
    }
    out.println(line);
    out.flush();
    lastNanos = nanoTime.getAsLong();
  }

  /** How far something is; may be left out. */
  synchronized void progress(String line) {
    if (medium == Medium.TERMINAL) {
      out.print("\r" + line + " ".repeat(Math.max(0, drawn - line.length())));
      out.flush();
      drawn = line.length();
    } else if (nanoTime.getAsLong() - lastNanos >= BETWEEN_LINES.toNanos()) {
      say(line);
    }
  }
}
