package io.freshet.cli.data;

/** A line that cannot be used; the message says why. Counted by the reader, never fatal. */
final class BadLineException extends Exception {
  private static final long serialVersionUID = 1L;

  BadLineException(String why) {
    super(why);
  }

  BadLineException(String why, Throwable cause) {
    super(why, cause);
  }
}
