package io.freshet.cli.validate;

import static java.util.Objects.requireNonNull;

/**
 * One thing that is wrong.
 *
 * @param where file and line, or the id of an event or item
 * @param why what is wrong with it
 * @param remedy what to do
 */
public record Problem(String where, String why, String remedy) {
  public Problem {
    requireNonNull(where, "where is null");
    requireNonNull(why, "why is null");
    requireNonNull(remedy, "remedy is null");
  }
}
