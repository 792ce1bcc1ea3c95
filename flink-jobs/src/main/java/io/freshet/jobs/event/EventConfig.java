package io.freshet.jobs.event;

import static java.util.Objects.requireNonNull;

import java.io.Serializable;
import java.time.Duration;

/**
 * What a listening event must look like.
 *
 * @param maxSkew how far after the stream's clock an event may have happened
 * @param horizon how far before the stream's clock an event may have happened
 * @param maxBytes largest record value
 * @param maxIdBytes longest id or item type, as UTF-8
 */
public record EventConfig(Duration maxSkew, Duration horizon, int maxBytes, int maxIdBytes)
    implements Serializable {
  public EventConfig {
    requireNonNull(maxSkew, "maxSkew is null");
    requireNonNull(horizon, "horizon is null");
  }

  /** Five minutes, 90 days, 64 KiB, 256 bytes. */
  public static EventConfig defaults() {
    return new EventConfig(Duration.ofMinutes(5), Duration.ofDays(90), 65_536, 256);
  }
}
