package io.freshet.cli.data;

import static java.util.Objects.requireNonNull;

/**
 * A line that could not be used.
 *
 * @param place file name and line number, {@code file:line}
 * @param why what is wrong with it
 */
public record BadLine(String place, Fault fault, String why) {
  public BadLine {
    requireNonNull(place, "place is null");
    requireNonNull(fault, "fault is null");
    requireNonNull(why, "why is null");
  }

  @Override
  public String toString() {
    return place + ": " + why;
  }
}
