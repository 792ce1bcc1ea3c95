package io.freshet.cli;

/** Whether somebody watches standard error; the launcher knows and says so. */
final class Terminal {
  private static final String ATTACHED = "freshet.terminal";

  private Terminal() {}

  static boolean isAttached() {
    return Boolean.getBoolean(ATTACHED);
  }
}
