package io.freshet.cli.evaluate;

import static java.util.Objects.requireNonNull;

import java.util.Locale;

/**
 * One aim, and what came of it.
 *
 * @param name what is measured
 * @param target what is to be reached at least
 * @param measured what was measured
 * @param met whether it was reached
 */
public record Target(String name, double target, double measured, boolean met) {
  public Target {
    requireNonNull(name, "name is null");
  }

  /** An aim that is met by as much or more. */
  static Target atLeast(String name, double target, double measured) {
    return new Target(name, target, measured, measured >= target);
  }

  /** The aim in a line. */
  public String line() {
    return String.format(
        Locale.ROOT,
        "%s: %s, at least %.3f, measured %.3f",
        met ? "met" : "MISSED",
        name,
        target,
        measured);
  }
}
