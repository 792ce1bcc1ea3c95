package io.freshet.server.evaluation;

import io.freshet.server.snapshot.EventLog;
import java.util.HashSet;
import java.util.Set;

/** How many distinct users items had. */
final class ItemUsers {
  private ItemUsers() {}

  /**
   * Distinct users per item.
   *
   * @param before epoch milliseconds; events at it or later do not count
   */
  static int[] before(EventLog events, int items, long before) {
    int[] users = new int[items];
    Set<Long> seen = new HashSet<>();
    for (int event = 0; event < events.countBefore(before); event++) {
      if (seen.add((long) events.user(event) << 32 | events.item(event))) {
        users[events.item(event)]++;
      }
    }
    return users;
  }
}
