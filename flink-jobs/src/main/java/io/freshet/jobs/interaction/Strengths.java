package io.freshet.jobs.interaction;

import static java.util.Objects.requireNonNull;

import io.freshet.jobs.record.CheckedEvent;
import io.freshet.schemas.Signal;

/**
 * How much an event says: the strength of its signal, for a stream times the played share. Only a
 * stream is judged by its length, for the other signals were given on purpose.
 */
final class Strengths {
  private final InteractionConfig config;

  Strengths(InteractionConfig config) {
    this.config = requireNonNull(config, "config is null");
  }

  /** Strength of the event, 0 or more. */
  double of(CheckedEvent event) {
    double strength = requireNonNull(config.strengths().get(event.signal()));
    if (event.signal() != Signal.STREAM || event.playedMillis() == CheckedEvent.UNKNOWN) {
      return strength;
    }
    long played = event.playedMillis();
    boolean lengthKnown = event.durationMillis() > 0;
    boolean toTheEnd = lengthKnown && played >= event.durationMillis();
    if (played < config.minPlay().toMillis() && !toTheEnd) {
      return 0;
    }
    return lengthKnown
        ? strength * Math.min(1, played / (double) event.durationMillis())
        : strength;
  }
}
