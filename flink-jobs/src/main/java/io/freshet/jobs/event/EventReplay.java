package io.freshet.jobs.event;

import io.freshet.jobs.record.CheckedEvent;
import io.freshet.schemas.ListeningEvent;
import java.util.Optional;

/** This stage in memory, by the checks that the job makes. Immutable. */
public final class EventReplay {
  private final EventChecks checks;

  /** With the checks of a configuration. */
  public EventReplay(EventConfig config) {
    checks = new EventChecks(config);
  }

  /**
   * Why the job would refuse the event; empty when it would not.
   *
   * @param clockMillis the stream's clock when it arrives, epoch milliseconds
   * @param ingestedAtMillis when Kafka took it
   */
  public Optional<Refusal> refusal(ListeningEvent event, long clockMillis, long ingestedAtMillis) {
    return checks.refusal(event, clockMillis, ingestedAtMillis);
  }

  /**
   * The event if the job would accept it.
   *
   * @param clockMillis the stream's clock when it arrives, epoch milliseconds
   */
  public Optional<CheckedEvent> checked(ListeningEvent event, long clockMillis) {
    return checks.refusal(event, clockMillis, clockMillis).isPresent()
        ? Optional.empty()
        : Optional.of(CheckedEvents.of(event, clockMillis, clockMillis));
  }
}
