package io.freshet.benchmarks;

/**
 * One aim, and what came of it.
 *
 * @param name what is measured
 * @param target what is to be reached
 * @param measured what was measured; not finite where nothing could be, as when a phase was too
 *     short
 * @param met whether it was reached; what was not measured was not
 */
public record Target(String name, double target, double measured, boolean met) {
  /** An aim that is met by more. */
  public static Target atLeast(String name, double target, double measured) {
    return new Target(name, target, measured, Double.isFinite(measured) && measured >= target);
  }

  /** An aim that is met by less. */
  public static Target below(String name, double target, double measured) {
    return new Target(name, target, measured, Double.isFinite(measured) && measured < target);
  }

  /** The aim in a line. */
  public String line() {
    return Double.isFinite(measured)
        ? "%s: %s, target %s, measured %.3f"
            .formatted(met ? "met" : "MISSED", name, target, measured)
        : "MISSED: %s, target %s, could not be measured".formatted(name, target);
  }
}
