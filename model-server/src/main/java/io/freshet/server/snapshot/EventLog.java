package io.freshet.server.snapshot;

import java.util.List;

/**
 * Events in order of time; those of one time in the order of the data. An event is its place here.
 * Immutable; a prefix shares the arrays, which are not copied, and nobody may write to them.
 */
public final class EventLog {
  private final List<String> userIds;
  private final UserTable userTable;
  private final int[] users;
  private final int[] items;
  private final long[] times;
  private final float[] strengths;
  private final int size;

  /**
   * A log of all events in the arrays.
   *
   * @param userIds user ids by number
   * @param users user number per event
   * @param items item number per event, see {@link ItemTable}
   * @param times when, epoch milliseconds, never less than the one before
   * @param strengths how much the event says, 0 (nothing) or more
   */
  public EventLog(List<String> userIds, int[] users, int[] items, long[] times, float[] strengths) {
    this(List.copyOf(userIds), UserTable.UNKNOWN, users, items, times, strengths, users.length);
    if (items.length != size || times.length != size || strengths.length != size) {
      throw new IllegalArgumentException(
          "Cannot make an event log: all columns must be as long (%d, %d, %d, %d)"
              .formatted(size, items.length, times.length, strengths.length));
    }
    for (int event = 1; event < size; event++) {
      if (times[event] < times[event - 1]) {
        throw new IllegalArgumentException(
            "Cannot make an event log: event %d is earlier than the one before".formatted(event));
      }
    }
  }

  private EventLog(
      List<String> userIds,
      UserTable userTable,
      int[] users,
      int[] items,
      long[] times,
      float[] strengths,
      int size) {
    this.userIds = userIds;
    this.userTable = userTable;
    this.users = users;
    this.items = items;
    this.times = times;
    this.strengths = strengths;
    this.size = size;
  }

  /** This log with what is known of its users, by number. */
  public EventLog withUsers(UserTable known) {
    return new EventLog(userIds, known, users, items, times, strengths, size);
  }

  /** Number of events. */
  public int size() {
    return size;
  }

  /** User ids by number, of the whole log, whether or not their events are in this prefix. */
  public List<String> userIds() {
    return userIds;
  }

  /** What is known of the users, of the whole log too. */
  public UserTable userTable() {
    return userTable;
  }

  /** User number of an event. */
  public int user(int event) {
    return users[event];
  }

  /** Item number of an event. */
  public int item(int event) {
    return items[event];
  }

  /** When an event happened, epoch milliseconds. */
  public long time(int event) {
    return times[event];
  }

  /** How much an event says, 0 (nothing) or more. */
  public float strength(int event) {
    return strengths[event];
  }

  /** The first so many events. */
  public EventLog first(int events) {
    if (events < 0 || events > size) {
      throw new IllegalArgumentException(
          "Cannot take the first %d events of %d".formatted(events, size));
    }
    return new EventLog(userIds, userTable, users, items, times, strengths, events);
  }

  /** The events strictly before a time, epoch milliseconds. */
  public EventLog before(long millis) {
    return first(countBefore(millis));
  }

  /** Number of events strictly before a time, epoch milliseconds. */
  public int countBefore(long millis) {
    int low = 0;
    int high = size;
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (times[middle] < millis) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }
}
