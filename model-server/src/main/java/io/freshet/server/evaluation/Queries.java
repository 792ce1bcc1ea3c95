package io.freshet.server.evaluation;

import io.freshet.server.snapshot.EventLog;
import io.freshet.server.snapshot.Histories;
import io.freshet.server.snapshot.Snapshot;

/** Makes queries of users from what they did before a moment. */
final class Queries {
  private Queries() {}

  /** The query of a user, with all events strictly before the moment as history. */
  static Query before(Histories histories, int user, long moment, Snapshot snapshot) {
    return slice(
        histories, histories.start(user), histories.endBefore(user, moment), moment, snapshot);
  }

  private static Query slice(
      Histories histories, int start, int end, long moment, Snapshot snapshot) {
    EventLog events = histories.events();
    int[] items = new int[end - start];
    long[] times = new long[end - start];
    float[] strengths = new float[end - start];
    for (int k = start; k < end; k++) {
      int event = histories.event(k);
      items[k - start] = events.item(event);
      times[k - start] = events.time(event);
      strengths[k - start] = events.strength(event);
    }
    return new Query(items, times, strengths, moment, snapshot);
  }
}
