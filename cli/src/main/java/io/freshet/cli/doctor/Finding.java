package io.freshet.cli.doctor;

/**
 * What one check of the doctor found.
 *
 * @param what the thing checked, with what was seen
 * @param advice what to do; empty when it is fine
 */
public record Finding(Verdict verdict, String what, String advice) {
  /** How bad it is. */
  public enum Verdict {
    OK,
    WARNING,
    FAILURE
  }

  /** Fine. */
  public static Finding ok(String what) {
    return new Finding(Verdict.OK, what, "");
  }

  /** Worth a look. */
  public static Finding warning(String what, String advice) {
    return new Finding(Verdict.WARNING, what, advice);
  }

  /** Must be mended. */
  public static Finding failure(String what, String advice) {
    return new Finding(Verdict.FAILURE, what, advice);
  }

  /** For people. */
  public String line() {
    String mark =
        switch (verdict) {
          case OK -> "ok  ";
          case WARNING -> "warn";
          case FAILURE -> "FAIL";
        };
    return advice.isEmpty()
        ? "%s  %s".formatted(mark, what)
        : "%s  %s%n      %s".formatted(mark, what, advice);
  }
}
