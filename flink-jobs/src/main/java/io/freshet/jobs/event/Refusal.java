package io.freshet.jobs.event;

import static java.util.Objects.requireNonNull;

import io.freshet.jobs.record.Reason;

/** Why an event is refused, and with which value. */
public record Refusal(Reason reason, String message) {
  public Refusal {
    requireNonNull(reason, "reason is null");
    requireNonNull(message, "message is null");
  }

  static Refusal of(Reason reason, String why, Object value) {
    return new Refusal(reason, "Cannot use event: %s (%s)".formatted(why, value));
  }
}
