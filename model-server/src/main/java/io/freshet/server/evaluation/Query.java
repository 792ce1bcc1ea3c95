package io.freshet.server.evaluation;

import static java.util.Objects.requireNonNull;

import io.freshet.server.snapshot.EventLog;
import io.freshet.server.snapshot.Histories;
import io.freshet.server.snapshot.Snapshot;
import java.util.List;

/**
 * Who asks, when, and what is known then. Immutable; the arrays are not copied, and nobody may
 * write to them.
 *
 * @param items the user's events strictly before the moment, oldest first: item numbers, repeats
 *     included
 * @param times when, epoch milliseconds, all less than the moment
 * @param strengths how much each says
 * @param moment epoch milliseconds
 * @param snapshot what is known of items; as of the moment or, where it is refreshed more seldom,
 *     earlier. Queries that share one should come one after the other
 * @param attributes of the user, as {@code name=value}
 */
@SuppressWarnings("ArrayRecordComponent") // primitive columns; never compared
public record Query(
    int[] items,
    long[] times,
    float[] strengths,
    long moment,
    Snapshot snapshot,
    List<String> attributes) {
  public Query {
    attributes = List.copyOf(attributes);
    requireNonNull(snapshot, "snapshot is null");
    if (times.length != items.length || strengths.length != items.length) {
      throw new IllegalArgumentException(
          "Cannot make a query: all columns must be as long (%d, %d, %d)"
              .formatted(items.length, times.length, strengths.length));
    }
  }

  /** A query of somebody without attributes. */
  public Query(int[] items, long[] times, float[] strengths, long moment, Snapshot snapshot) {
    this(items, times, strengths, moment, snapshot, List.of());
  }

  /** Number of events in the history. */
  public int size() {
    return items.length;
  }

  /** The query of a user, with all events strictly before the moment as history. */
  public static Query before(Histories histories, int user, long moment, Snapshot snapshot) {
    EventLog events = histories.events();
    int start = histories.start(user);
    int end = histories.endBefore(user, moment);
    int[] items = new int[end - start];
    long[] times = new long[end - start];
    float[] strengths = new float[end - start];
    for (int k = start; k < end; k++) {
      int event = histories.event(k);
      items[k - start] = events.item(event);
      times[k - start] = events.time(event);
      strengths[k - start] = events.strength(event);
    }
    return new Query(
        items, times, strengths, moment, snapshot, events.userTable().attributes(user));
  }
}
