package io.freshet.server.training.tower;

import io.freshet.server.snapshot.EventLog;
import java.util.BitSet;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The user attributes that get a vector of their own: those that enough users with events have, so
 * that a vector is learnt from more than a few people and names none of them.
 */
final class LearntAttributes {
  /** Users with events that an attribute must have. */
  static final int LEAST_USERS = 20;

  /** Most attributes; of more, those of the most users. */
  static final int MOST = 256;

  private LearntAttributes() {}

  /** As {@code name=value}, that of the most users first; of as many, by name. */
  static List<String> of(EventLog events) {
    Map<String, Integer> users = new HashMap<>();
    BitSet met = new BitSet();
    for (int event = 0; event < events.size(); event++) {
      int user = events.user(event);
      if (!met.get(user)) {
        met.set(user);
        events.userTable().attributes(user).forEach(name -> users.merge(name, 1, Integer::sum));
      }
    }
    return users.entrySet().stream()
        .filter(attribute -> attribute.getValue() >= LEAST_USERS)
        .sorted(
            Map.Entry.<String, Integer>comparingByValue(Comparator.reverseOrder())
                .thenComparing(Map.Entry.comparingByKey()))
        .limit(MOST)
        .map(Map.Entry::getKey)
        .toList();
  }
}
