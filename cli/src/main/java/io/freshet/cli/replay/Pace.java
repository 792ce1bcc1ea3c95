package io.freshet.cli.replay;

import java.time.Duration;
import java.time.Instant;

/** How fast a replay goes: says how long after its start an event is due. Stateless. */
@FunctionalInterface
public interface Pace {
  /** Nanoseconds of a millisecond. */
  double NANOS_PER_MILLI = 1e6;

  /**
   * When an event is due, counted from the start of the replay; zero means at once.
   *
   * @param index how many events went before it
   * @param first event time of the first event
   * @param occurred event time of this one
   */
  Duration due(long index, Instant first, Instant occurred);

  /** As fast as Kafka takes them. */
  static Pace max() {
    return (index, first, occurred) -> Duration.ZERO;
  }

  /**
   * Event time runs so many times faster than the clock.
   *
   * @param times above 0; 1 is real time
   */
  static Pace speed(double times) {
    check("speed", times);
    return (index, first, occurred) ->
        divided((double) Duration.between(first, occurred).toMillis() * NANOS_PER_MILLI, times);
  }

  /**
   * So many events a second, whatever their event times.
   *
   * @param eventsPerSecond above 0
   */
  static Pace rate(double eventsPerSecond) {
    check("rate", eventsPerSecond);
    return (index, first, occurred) ->
        divided(index * (double) Duration.ofSeconds(1).toNanos(), eventsPerSecond);
  }

  private static Duration divided(double nanos, double by) {
    return Duration.ofNanos(Math.max(0, (long) (nanos / by)));
  }

  private static void check(String what, double value) {
    if (!(value > 0) || Double.isInfinite(value)) {
      throw new IllegalArgumentException(
          "Cannot replay: %s must be above 0 (%s)".formatted(what, value));
    }
  }
}
