package io.freshet.cli.data;

import io.freshet.schemas.CatalogItem;
import io.freshet.schemas.ListeningEvent;
import io.freshet.schemas.Signal;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Rows of our own column names as records. */
final class Rows {
  static final String DEFAULT_TYPE = "track";

  /** Milliseconds below this (March 1973) are seconds by mistake. */
  private static final long LEAST_MILLIS = 100_000_000_000L;

  private Rows() {}

  static CatalogItem item(Row row) throws BadLineException {
    String id = required(row, "item_id");
    String released = row.text("released_at");
    return Records.item(
            id,
            or(row, "item_type", DEFAULT_TYPE),
            or(row, "title", id),
            or(row, "description", ""))
        .setGenres(row.list("genres"))
        .setCreators(row.list("creators"))
        .setMarkets(row.list("markets"))
        .setLanguage(row.text("language"))
        .setDurationMs(number(row, "duration_ms"))
        .setReleasedAt(released == null ? null : time(released, "released_at"))
        .build();
  }

  static ListeningEvent event(Row row, String defaultId) throws BadLineException {
    return Records.event(
            or(row, "event_id", defaultId),
            required(row, "user_id"),
            required(row, "item_id"),
            or(row, "item_type", DEFAULT_TYPE),
            signal(or(row, "signal", Signal.STREAM.name())),
            time(required(row, "occurred_at"), "occurred_at"))
        .setMsPlayed(number(row, "ms_played"))
        .setDurationMs(number(row, "duration_ms"))
        .build();
  }

  private static String required(Row row, String column) throws BadLineException {
    String text = row.text(column);
    if (text == null) {
      throw new BadLineException(Fault.MISSING, column + " is missing");
    }
    return text;
  }

  private static String or(Row row, String column, String otherwise) {
    String text = row.text(column);
    return text == null ? otherwise : text;
  }

  private static @Nullable Long number(Row row, String column) throws BadLineException {
    String text = row.text(column);
    return text == null ? null : Lines.number(text, column);
  }

  private static Signal signal(String name) throws BadLineException {
    try {
      return Signal.valueOf(name.trim().toUpperCase(Locale.ROOT));
    } catch (IllegalArgumentException e) {
      throw new BadLineException(Fault.SIGNAL, "unknown signal (%s)".formatted(name), e);
    }
  }

  private static Instant time(String text, String column) throws BadLineException {
    try {
      if (text.chars().allMatch(character -> character >= '0' && character <= '9')) {
        long millis = Lines.number(text, column);
        if (millis < LEAST_MILLIS) {
          throw new BadLineException(
              Fault.TIME, "%s looks like seconds (%s)".formatted(column, text));
        }
        return Instant.ofEpochMilli(millis);
      }
      return Instant.parse(text);
    } catch (DateTimeException e) {
      throw new BadLineException(
          Fault.TIME,
          "%s is neither ISO-8601 nor epoch milliseconds (%s)".formatted(column, text),
          e);
    }
  }
}
