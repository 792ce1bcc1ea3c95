package io.freshet.cli.data;

import static java.util.Objects.requireNonNull;

/** A line that cannot be used; the message says why. Counted by the reader, never fatal. */
final class BadLineException extends Exception {
  private static final long serialVersionUID = 1L;

  private final Fault fault;

  BadLineException(Fault fault, String why) {
    super(why);
    this.fault = requireNonNull(fault, "fault is null");
  }

  BadLineException(Fault fault, String why, Throwable cause) {
    super(why, cause);
    this.fault = requireNonNull(fault, "fault is null");
  }

  Fault fault() {
    return fault;
  }
}
