package io.freshet.cli.playground;

/** The playground was stopped before it went live. */
public final class StoppedException extends RuntimeException {
  private static final long serialVersionUID = 1;

  StoppedException() {
    super("stopped before it went live");
  }
}
