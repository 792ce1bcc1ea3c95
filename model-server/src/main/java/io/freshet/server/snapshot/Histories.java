package io.freshet.server.snapshot;

/**
 * The events of an {@link EventLog} by user: those of user u lie at positions [start(u), end(u)),
 * oldest first. Immutable.
 */
public final class Histories {
  private final EventLog events;
  private final int[] starts;
  private final int[] byUser;

  /** Sorts the events of a log by user; cost and memory are linear. */
  public Histories(EventLog events) {
    this.events = events;
    starts = new int[events.userIds().size() + 1];
    for (int event = 0; event < events.size(); event++) {
      starts[events.user(event) + 1]++;
    }
    for (int user = 1; user < starts.length; user++) {
      starts[user] += starts[user - 1];
    }
    byUser = new int[events.size()];
    int[] next = starts.clone();
    for (int event = 0; event < events.size(); event++) {
      byUser[next[events.user(event)]++] = event;
    }
  }

  /** The log that the events are of. */
  public EventLog events() {
    return events;
  }

  /** Number of users, those without events too. */
  public int users() {
    return starts.length - 1;
  }

  /** Position of a user's first event. */
  public int start(int user) {
    return starts[user];
  }

  /** Position after a user's last event. */
  public int end(int user) {
    return starts[user + 1];
  }

  /** Position after a user's last event that is strictly before a time, epoch milliseconds. */
  public int endBefore(int user, long millis) {
    int low = starts[user];
    int high = starts[user + 1];
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (events.time(byUser[middle]) < millis) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }

  /** Event in the log that lies at a position. */
  public int event(int position) {
    return byUser[position];
  }
}
