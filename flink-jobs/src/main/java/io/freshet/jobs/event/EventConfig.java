package io.freshet.jobs.event;

import static java.util.Objects.requireNonNull;

import java.io.Serializable;
import java.time.Duration;

/**
 * What a listening event must look like.
 *
 * @param maxSkew how far after the stream's clock an event may have happened, and how far after the
 *     ingest time that clock may be
 * @param horizon how far before the stream's clock an event may have happened
 * @param maxBytes largest record value
 * @param maxIdBytes longest id or item type, as UTF-8
 */
public record EventConfig(Duration maxSkew, Duration horizon, int maxBytes, int maxIdBytes)
    implements Serializable {
  /** No record of Kafka is larger in an ordinary cluster. */
  private static final int MAX_BYTES = 64 << 20;

  /** State holds thousands of ids per key, and none may reach the 64 KiB of a written string. */
  private static final int MAX_ID_BYTES = 4_096;

  public EventConfig {
    requireNonNull(maxSkew, "maxSkew is null");
    requireNonNull(horizon, "horizon is null");
    checkRange("maxBytes", maxBytes, MAX_BYTES);
    checkRange("maxIdBytes", maxIdBytes, MAX_ID_BYTES);
  }

  /** Five minutes, 90 days, 64 KiB, 256 bytes. */
  public static EventConfig defaults() {
    return new EventConfig(Duration.ofMinutes(5), Duration.ofDays(90), 65_536, 256);
  }

  private static void checkRange(String name, int value, int most) {
    if (value < 1 || value > most) {
      throw new IllegalArgumentException(
          "Cannot configure events: %s must be from 1 to %d (%d)".formatted(name, most, value));
    }
  }
}
