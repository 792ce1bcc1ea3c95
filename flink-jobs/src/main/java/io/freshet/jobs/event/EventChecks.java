package io.freshet.jobs.event;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;

import io.freshet.jobs.kafka.RecordHeaders;
import io.freshet.jobs.record.Reason;
import io.freshet.schemas.ListeningEvent;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The checks on a decoded event, in order: ids, sizes, units, clock. The first that fails names the
 * reason.
 */
final class EventChecks {
  private static final long OLDEST_MILLIS = Instant.parse("2000-01-01T00:00:00Z").toEpochMilli();
  private static final long NEWEST_MILLIS = Instant.parse("2100-01-01T00:00:00Z").toEpochMilli();
  private static final long LONGEST_PLAY_MILLIS = Duration.ofDays(30).toMillis();

  /**
   * No item is played as many times over in one event. A length in microseconds beside one in
   * milliseconds, or one in milliseconds beside one in seconds, is a thousand times too long.
   */
  private static final long MOST_PLAYS = 100;

  private final EventConfig config;

  EventChecks(EventConfig config) {
    this.config = requireNonNull(config, "config is null");
  }

  /**
   * Why the event cannot be used, or empty when it can.
   *
   * @param clockMillis the stream's clock
   * @param ingestedAtMillis Kafka's own time of the record
   */
  Optional<Refusal> refusal(ListeningEvent event, long clockMillis, long ingestedAtMillis) {
    return checkIds(event)
        .or(() -> checkUnits(event))
        .or(() -> checkClock(clockMillis, ingestedAtMillis))
        .or(() -> checkTime(event.getOccurredAt().toEpochMilli(), clockMillis));
  }

  /** Whether the text can be an id or a type of an event. */
  boolean isId(String id) {
    return checkId("id", id).isEmpty();
  }

  private Optional<Refusal> checkIds(ListeningEvent event) {
    return checkId("event_id", event.getEventId())
        .or(() -> checkId("user_id", event.getUserId()))
        .or(() -> checkId("item_id", event.getItemId()))
        .or(() -> checkId("item_type", event.getItemType()));
  }

  private Optional<Refusal> checkId(String field, String id) {
    if (id.isBlank()) {
      return Optional.of(Refusal.of(Reason.MISSING_ID, field + " is empty", id));
    }
    // Strings have at most as many chars as UTF-8 bytes, so most ids need no encoding here.
    if (id.length() > config.maxIdBytes() || id.getBytes(UTF_8).length > config.maxIdBytes()) {
      return Optional.of(
          Refusal.of(
              Reason.OVERSIZE,
              field + " is longer than " + config.maxIdBytes() + " bytes",
              id.length()));
    }
    return Optional.empty();
  }

  private static Optional<Refusal> checkUnits(ListeningEvent event) {
    long occurredAt = event.getOccurredAt().toEpochMilli();
    if (occurredAt < OLDEST_MILLIS || occurredAt >= NEWEST_MILLIS) {
      return Optional.of(
          Refusal.of(Reason.UNIT_SUSPECT, "occurred_at is not in milliseconds", occurredAt));
    }
    return checkSpan("ms_played", event.getMsPlayed())
        .or(() -> checkSpan("duration_ms", event.getDurationMs()))
        .or(() -> checkSpans(event.getMsPlayed(), event.getDurationMs()));
  }

  private static Optional<Refusal> checkSpan(String field, @Nullable Long millis) {
    if (millis == null || (millis >= 0 && millis <= LONGEST_PLAY_MILLIS)) {
      return Optional.empty();
    }
    return Optional.of(
        Refusal.of(Reason.UNIT_SUSPECT, field + " is not a length in milliseconds", millis));
  }

  private static Optional<Refusal> checkSpans(@Nullable Long played, @Nullable Long duration) {
    if (played == null || duration == null || duration == 0 || played / duration < MOST_PLAYS) {
      return Optional.empty();
    }
    return Optional.of(
        Refusal.of(
            Reason.UNIT_SUSPECT,
            "ms_played and duration_ms are not both in milliseconds",
            played + " of " + duration));
  }

  /** A replay's clock lies in the past: one that is ahead would age all that is remembered. */
  private Optional<Refusal> checkClock(long clockMillis, long ingestedAtMillis) {
    if (clockMillis > ingestedAtMillis + config.maxSkew().toMillis()) {
      return Optional.of(
          Refusal.of(
              Reason.FUTURE,
              "header " + RecordHeaders.CLOCK + " is after the record's timestamp",
              clockMillis + " > " + ingestedAtMillis));
    }
    return Optional.empty();
  }

  private Optional<Refusal> checkTime(long occurredAt, long clockMillis) {
    if (occurredAt > clockMillis + config.maxSkew().toMillis()) {
      return Optional.of(
          Refusal.of(
              Reason.FUTURE, "occurred_at is after the clock", occurredAt + " > " + clockMillis));
    }
    if (occurredAt < clockMillis - config.horizon().toMillis()) {
      return Optional.of(
          Refusal.of(
              Reason.TOO_OLD,
              "occurred_at is before the horizon",
              occurredAt + " at " + clockMillis));
    }
    return Optional.empty();
  }
}
