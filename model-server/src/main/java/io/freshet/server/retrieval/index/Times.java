package io.freshet.server.retrieval.index;

import java.time.Instant;

/** Checks times at the door: those far outside any clock overflow what is computed from them. */
public final class Times {
  private static final Instant END = Instant.parse("2100-01-01T00:00:00Z");

  private Times() {}

  /**
   * The time, when a clock could have shown it.
   *
   * @param what whose time it is, named in the error
   * @throws IllegalArgumentException when it is before 1970 or after 2099
   */
  public static Instant check(String what, Instant time) {
    if (time.isBefore(Instant.EPOCH) || !time.isBefore(END)) {
      throw new IllegalArgumentException(
          "Cannot use %s: it is no time of this century or the last (%s)".formatted(what, time));
    }
    return time;
  }
}
