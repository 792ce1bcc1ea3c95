package io.freshet.jobs.event;

import io.freshet.jobs.record.CheckedEvent;
import io.freshet.schemas.ListeningEvent;
import org.jspecify.annotations.Nullable;

/** What the other stages need of an event that was not refused. */
final class CheckedEvents {
  private CheckedEvents() {}

  static CheckedEvent of(ListeningEvent event, long ingestedAtMillis, long clockMillis) {
    return new CheckedEvent(
        event.getEventId(),
        event.getUserId(),
        event.getItemId(),
        event.getItemType(),
        event.getSignal(),
        event.getOccurredAt().toEpochMilli(),
        orUnknown(event.getMsPlayed()),
        orUnknown(event.getDurationMs()),
        ingestedAtMillis,
        clockMillis);
  }

  private static long orUnknown(@Nullable Long millis) {
    return millis == null ? CheckedEvent.UNKNOWN : millis;
  }
}
